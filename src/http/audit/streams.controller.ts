import { Controller, Get, Inject, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { RecordStreamReplay } from '../../commands/audit/record-stream-replay';
import type { Context } from '../../kernel/context';
import { ReplayStream } from '../../queries/streams/replay-stream';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { pageOf } from '../platform/endpoint/page-of';
import { PathPart } from '../platform/endpoint/path-parameter';
import { Cursors } from '../paging/cursors';
import { RecordedEventDto, streamNameFilter } from './audit.dtos';
import { StreamQuery } from './audit-queries';

const STREAM = {
  description: 'Name of the stream: its kind, a dash, an id.',
  example: 'identity-019b76d8-7c21-7e94-a1f3-9d0b5c6e2a48',
};

@ApiTags('Audit')
@Controller('streams')
export class StreamsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  @Get(':name')
  @Endpoint({
    id: 'replayStream',
    summary: 'Replay a stream: its facts as stored, oldest first',
    permission: 'pam_audit.read in the organization that holds the stream',
    description: "Replaying is recorded. An identity's stream is `identity-<its id>`.",
    answers: { 200: pageOf(RecordedEventDto) },
  })
  async replay(
    @Ctx() context: Context,
    @PathPart('name', streamNameFilter, 'stream', STREAM) name: string,
    @Query() query: StreamQuery,
  ) {
    const list = `stream ${name}`;
    const page = this.cursors.request(list, query);
    const from = page.after === undefined ? 0 : Number(page.after.value) + 1;
    await this.commands.execute(new RecordStreamReplay(context, name, from));
    return this.cursors.answer(list, await this.queries.execute(new ReplayStream(context, name, page)));
  }
}
