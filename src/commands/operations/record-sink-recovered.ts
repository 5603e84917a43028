import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { SinkFailed } from '../../domain/operations/events';
import { recoverSink, sinkOutages } from '../../domain/operations/sink-outages';
import type { Context } from '../../kernel/context';
import { Decisions } from '../deciding/decisions';

/** Makes it a fact that an outside sink takes what it is sent again, where an outage of it was told of. The server's own. */
export class RecordSinkRecovered extends Command<void> {
  constructor(
    readonly context: Context,
    readonly sink: SinkFailed['data']['sink'],
  ) {
    super();
  }
}

@CommandHandler(RecordSinkRecovered)
export class RecordSinkRecoveredHandler implements ICommandHandler<RecordSinkRecovered> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, sink }: RecordSinkRecovered): Promise<void> {
    await this.deciding.decide(context, { fold: sinkOutages }, async ({ target, now }) =>
      recoverSink(target.state, sink, now),
    );
  }
}
