import { Body, Controller, Delete, Get, Inject, Patch, Post, Put, Query } from '@nestjs/common';
import { ReadAfterWrite } from '../../../src/http/consistency/read-after-write';
import { Cursors } from '../../../src/http/paging/cursors';
import { Ctx } from '../../../src/http/platform/endpoint/context';
import { Endpoint, type EndpointOptions } from '../../../src/http/platform/endpoint/endpoint';
import { IfMatch } from '../../../src/http/platform/endpoint/if-match';
import { PathId, PathPart } from '../../../src/http/platform/endpoint/path-parameter';
import type { Recipe } from '../../../src/http/platform/repetition/recipe';
import { PageQuery } from '../../../src/http/platform/validation/page-query';
import { wholeNumber } from '../../../src/http/platform/validation/whole-number';
import { accepted, answered, created, done, single, type Reply } from '../../../src/http/reply/reply';
import type { Context } from '../../../src/kernel/context';
import { refuse } from '../../../src/kernel/refusal';
import { RefusedError } from '../../../src/kernel/refused-error';
import { StoreUnavailable } from '../../../src/kernel/store-errors';
import type { SeenRevision } from '../../../src/kernel/seen-revision';
import {
  LetterDto,
  NewThingDto,
  ThingDto,
  ThingPatchDto,
  ThingQuery,
  ThingsDto,
  VersionDto,
  WordDto,
} from './demo-dtos';
import { demoFailures } from './demo-failures';

const AGAIN: Recipe<undefined> = {
  reply: (_, { ids, position }) => {
    const { id = '' } = ids;
    return created(`/things/${id}`, { id, name: 'again' }, { ids, position });
  },
};

const about = (id: string, options: Omit<EndpointOptions, 'id' | 'summary' | 'description'>) =>
  Endpoint({ id, summary: id, description: 'For specs.', ...options });

/** A controller that does a bit of everything the edge promises. */
@Controller('things')
export class DemoController {
  /** What came in, for specs. */
  readonly seen: unknown[] = [];
  runs = 0;
  /** A store does not answer. */
  isAway = false;
  release: (() => void) | undefined;

  constructor(
    @Inject(ReadAfterWrite) private readonly consistency: ReadAfterWrite,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  @Post()
  @about('makeThing', { answers: { 201: ThingDto }, codes: ['CONFLICT'], repeat: AGAIN })
  async make(@Ctx() context: Context, @Body() input: NewThingDto): Promise<Reply> {
    this.runs += 1;
    this.seen.push(input, context);
    if (input.name === 'wait') await new Promise<void>((resolve) => (this.release = resolve));
    if (input.name === 'conflict') {
      throw new RefusedError(refuse('CONFLICT', 'No.', { requestId: 'r1', holders: [{ own: true }] }));
    }
    const id = context.ids.next();
    if (this.isAway) throw new StoreUnavailable('away');
    const thing = await this.consistency.afterWrite('7', ['things'], async () => Object.assign({ id }, input));
    return created(`/things/${id}`, thing, { position: '7', ids: { id } });
  }

  @Get()
  @about('listThings', { reads: ['things'], answers: { 200: ThingsDto } })
  list(@Query() query: ThingQuery): object {
    this.seen.push(query);
    const { limit, after } = this.cursors.request('things', query);
    const from = after === undefined ? 0 : Number(after.value);
    const items = Array.from({ length: limit }, (_, i) => ({ id: `t${from + i}`, name: `${from + i}` }));
    return this.cursors.answer('things', { items, next: { value: from + limit, id: `t${from + limit}` } });
  }

  @Get('others')
  @about('listOthers', { answers: { 200: ThingsDto } })
  others(@Query() query: PageQuery): object {
    this.cursors.request('others', query);
    return { items: [], nextCursor: null };
  }

  @Get(':id')
  @about('readThing', { reads: ['things'], answers: { 200: ThingDto }, codes: ['NOT_FOUND'], etag: true })
  read(@PathId('thing') id: string): Reply {
    if (id === 'none') throw new RefusedError(refuse('NOT_FOUND', 'There is no such thing.'));
    return single({ item: { id, name: 'n' }, revision: 3 });
  }

  @Patch(':id')
  @about('changeThing', { answers: { 200: ThingDto }, etag: true })
  change(
    @PathId('thing') id: string,
    @Body() patch: ThingPatchDto,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ): Reply {
    this.seen.push(patch, ifMatch);
    return single({ item: { id, name: 'n' }, revision: 4 }, { position: '8' });
  }

  @Delete(':id')
  @about('deleteThing', { answers: { 204: null } })
  remove(@PathId('thing') _: string): Reply {
    return done('9');
  }

  @Post(':id/touch')
  @about('touchThing', { answers: { 204: null } })
  touch(@PathId('thing') _: string): Reply {
    this.runs += 1;
    return done('10');
  }

  @Post('sort')
  @about('sortThings', { reads: ['things'], answers: { 204: null } })
  sort(): Reply {
    this.runs += 1;
    return done('13');
  }

  @Post(':id/soon')
  @about('doSoon', { answers: { 202: null } })
  soon(@PathId('thing') _: string): Reply {
    return accepted(undefined, { position: '11' });
  }

  @Put(':id/versions/:version')
  @about('numberPart', { answers: { 200: VersionDto } })
  version(
    @PathId('thing') _: string,
    @PathPart('version', wholeNumber({ min: 1, max: 1_000_000 }), 'version', { description: 'Which.' }) version: number,
  ): Reply {
    return answered({ version }, { position: '12' });
  }

  @Get(':id/fail/:how')
  @about('fail', { answers: { 200: null } })
  async fail(@PathId('thing') _: string, @PathId('way', 'how') how: string): Promise<void> {
    if (how === 'slow') await new Promise<void>((resolve) => (this.release = resolve));
    demoFailures(how);
  }

  @Get(':id/undocumented')
  @about('tellWrongly', { answers: { 200: LetterDto } })
  undocumented(): object {
    return { a: 1 };
  }

  @Get('public/word')
  @about('sayWord', { public: true, answers: { 200: WordDto } })
  word(): object {
    return { word: 'hello' };
  }
}
