import { Controller, Get, Inject } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { RecordStreamReplay } from '../../commands/audit/record-stream-replay';
import type { Context } from '../../kernel/context';
import { ReplayStream } from '../../queries/streams/replay-stream';
import { Operation } from '../operation/operation';
import { Ctx, PathId, QueryInput } from '../operation/parameters';
import { Cursors } from '../paging/cursors';
import { listOf } from '../schema/fields';
import { RecordedEvent, StreamName, StreamQuery } from './audit-schemas';

@Controller('streams')
export class StreamsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  @Get(':name')
  @Operation({
    summary: 'Replay a stream: its facts as stored, oldest first',
    id: 'replayStream',
    permission: 'pam_audit.read in the organization that holds the stream',
    description: "Replaying is recorded. An identity's stream is `identity-<its id>`.",
    tag: 'Audit',
    thing: 'stream',
    params: { name: StreamName },
    query: StreamQuery,
    answers: { 200: listOf(RecordedEvent) },
  })
  async replay(@Ctx() context: Context, @PathId('name') name: string, @QueryInput() query: StreamQuery) {
    const list = `stream ${name}`;
    const page = this.cursors.request(list, query);
    const from = page.after === undefined ? 0 : Number(page.after.value) + 1;
    await this.commands.execute(new RecordStreamReplay(context, name, from));
    return this.cursors.answer(list, await this.queries.execute(new ReplayStream(context, name, page)));
  }
}
