import { Controller, Delete, Get, Inject, Patch, Post, Put } from '@nestjs/common';
import { Type, type Static } from '@sinclair/typebox';
import { Consistency } from '../../../src/http/consistency/consistency';
import type { Repetition } from '../../../src/http/idempotency/repetition';
import { Operation } from '../../../src/http/operation/operation';
import { Ctx, IfMatch, Input, PathId, QueryInput } from '../../../src/http/operation/parameters';
import { Cursors } from '../../../src/http/paging/cursors';
import { accepted, answered, created, done, single, type Reply } from '../../../src/http/reply/reply';
import * as fields from '../../../src/http/schema/fields';
import { anyText } from '../../../src/http/schema/text';
import type { Context } from '../../../src/kernel/context';
import { refuse } from '../../../src/kernel/refusal';
import { Refused } from '../../../src/kernel/refused';
import type { SeenRevision } from '../../../src/kernel/seen-revision';
import { demoFailures } from './demo-failures';

const NewThing = fields.input({
  name: fields.Name,
  description: Type.Optional(fields.Description),
  reason: Type.Optional(fields.Reason),
  email: Type.Optional(fields.Email),
  when: Type.Optional(fields.Timestamp),
  minutes: Type.Optional(fields.DurationMinutes),
  colour: Type.Optional(fields.oneOf('red', 'blue')),
  flag: Type.Optional(fields.Flag),
  credential: Type.Optional(anyText({ max: 1000 })),
  parts: Type.Optional(Type.Array(fields.input({ partId: fields.Id }), { maxItems: 30, uniqueItems: true })),
});
const ThingPatch = fields.input({
  name: Type.Optional(fields.Name),
  description: Type.Optional(fields.clearable(fields.Description)),
  colour: Type.Optional(fields.clearable(fields.oneOf('red', 'blue'))),
});
const ThingQuery = fields.input({
  ...fields.paging,
  flag: Type.Optional(fields.Flag),
  q: Type.Optional(fields.Word),
});
const Thing = Type.Object({ id: Type.String(), name: Type.String() }, { title: 'Thing', additionalProperties: true });

/** A controller that does a bit of everything the edge promises. */
@Controller('things')
export class DemoController {
  /** What came in, for specs. */
  readonly seen: unknown[] = [];
  runs = 0;
  release: (() => void) | undefined;

  constructor(
    @Inject(Consistency) private readonly consistency: Consistency,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  @Post()
  @Operation({
    summary: 'Make a thing',
    body: NewThing,
    answers: { 201: Thing },
    codes: ['CONFLICT'],
    repeat: 'madeBefore',
  })
  async make(@Ctx() context: Context, @Input() input: Static<typeof NewThing>): Promise<Reply> {
    this.runs += 1;
    this.seen.push(input, context);
    if (input.name === 'wait') await new Promise<void>((resolve) => (this.release = resolve));
    if (input.name === 'conflict') throw new Refused(refuse('CONFLICT', 'No.', { holders: [{ own: true }] }));
    const id = context.ids.next();
    const thing = await this.consistency.afterWrite('7', ['things'], async () => ({ ...input, id }));
    return created(`/things/${id}`, thing, { position: '7', ids: { id } });
  }

  async madeBefore({ receipt }: Repetition): Promise<Reply> {
    const id = receipt.ids['id'] ?? '';
    return created(`/things/${id}`, { id, name: 'again' }, receipt);
  }

  @Get()
  @Operation({ summary: 'List things', query: ThingQuery, reads: ['things'], answers: { 200: fields.listOf(Thing) } })
  list(@QueryInput() query: Static<typeof ThingQuery>): object {
    this.seen.push(query);
    const { limit, after } = this.cursors.request('things', query);
    const from = after === undefined ? 0 : Number(after.value);
    const items = Array.from({ length: limit }, (_, i) => ({ id: `t${from + i}`, name: `${from + i}` }));
    return this.cursors.answer('things', { items, next: { value: from + limit, id: `t${from + limit}` } });
  }

  @Get('others')
  @Operation({ summary: 'Another list', query: fields.input(fields.paging), answers: { 200: fields.listOf(Thing) } })
  others(@QueryInput() query: { cursor?: string }): object {
    this.cursors.request('others', query);
    return { items: [], nextCursor: null };
  }

  @Get(':id')
  @Operation({ summary: 'Read a thing', thing: 'thing', reads: ['things'], answers: { 200: Thing } })
  read(@PathId() id: string): Reply {
    return single({ item: { id, name: 'n' }, revision: 3 });
  }

  @Patch(':id')
  @Operation({ summary: 'Change a thing', body: ThingPatch, ifMatch: true, answers: { 200: Thing } })
  change(@PathId() id: string, @Input() patch: object, @IfMatch() ifMatch: SeenRevision | undefined): Reply {
    this.seen.push(patch, ifMatch);
    return single({ item: { id, name: 'n' }, revision: 4 }, { position: '8' });
  }

  @Delete(':id')
  @Operation({ summary: 'Delete a thing', answers: { 204: null } })
  remove(): Reply {
    return done('9');
  }

  @Post(':id/touch')
  @Operation({ summary: 'Touch a thing', answers: { 204: null } })
  touch(): Reply {
    this.runs += 1;
    return done('10');
  }

  @Post(':id/soon')
  @Operation({ summary: 'Do it later', answers: { 202: null } })
  soon(): Reply {
    return accepted(undefined, { position: '11' });
  }

  @Put(':id/versions/:version')
  @Operation({
    summary: 'A numbered part',
    params: { version: Type.Integer({ minimum: 1 }) },
    answers: { 200: Type.Object({ version: Type.Integer() }) },
  })
  version(@PathId('version') version: number): Reply {
    return answered({ version });
  }

  @Get(':id/fail/:how')
  @Operation({ summary: 'Fail', answers: { 200: null } })
  async fail(@PathId('how') how: string): Promise<void> {
    if (how === 'slow') await new Promise<void>((resolve) => (this.release = resolve));
    demoFailures(how);
  }

  @Get(':id/undocumented')
  @Operation({ summary: 'Answers what it does not say', answers: { 200: Type.Object({ a: Type.String() }) } })
  undocumented(): object {
    return { a: 1 };
  }

  @Get('public/word')
  @Operation({ summary: 'For everybody', public: true, answers: { 200: Type.Object({ word: Type.String() }) } })
  word(): object {
    return { word: 'hello' };
  }
}
