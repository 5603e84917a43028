import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { SinkFailed } from '../../domain/operations/events';
import type { Context } from '../../kernel/context';
import { FactRecorder } from '../deciding/fact-recorder';

/** Makes it a fact that an outside sink has taken nothing for long. The server's own sending sends it and nobody else. */
export class RecordSinkFailed extends Command<void> {
  constructor(
    readonly context: Context,
    readonly outage: Omit<SinkFailed['data'], 'critical'>,
  ) {
    super();
  }
}

@CommandHandler(RecordSinkFailed)
export class RecordSinkFailedHandler implements ICommandHandler<RecordSinkFailed> {
  constructor(@Inject(FactRecorder) private readonly recording: FactRecorder) {}

  /** Told again under the same ids, it stands there once. */
  async execute({ context, outage }: RecordSinkFailed): Promise<void> {
    const event: SinkFailed = { type: 'keyledger.sink-failed.v1', data: { critical: true, ...outage } };
    await this.recording.record(context, 'operations', event);
  }
}
