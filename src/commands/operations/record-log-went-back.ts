import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { LogWentBack } from '../../domain/operations/events';
import { Clock } from '../../kernel/clock';
import type { Context } from '../../kernel/context';
import { EventStore } from '../../kernel/event-store';
import { endOfStream } from '../../kernel/facts/end-of-stream';
import { WrongExpectedRevision } from '../../kernel/store-errors';
import type { WentBack } from '../../kernel/subscription/went-back';
import { timestamp } from '../../kernel/time';
import { metadataOf } from '../deciding/metadata';

/** Its own, so that one read tells whether this was told. */
const STREAM = 'logHistory';

/** States that the log went back, once, whichever subscribers of whichever nodes find it. Answers whether this one told it. */
export class RecordLogWentBack extends Command<boolean> {
  constructor(
    readonly context: Context,
    readonly foundBy: string,
    readonly wentBack: WentBack,
  ) {
    super();
  }
}

const factOf = ({ foundBy, wentBack: { was, lastCommon } }: RecordLogWentBack): LogWentBack => {
  const { position, fact } = was;
  const lost = fact === undefined ? { position } : { position, eventId: fact.eventId };
  const common = lastCommon.fact;
  return {
    type: 'keyledger.log-went-back.v1',
    data: {
      critical: true,
      foundBy,
      ...(common === undefined ? {} : { lastCommon: { position: common.position, eventId: common.eventId } }),
      lost,
    },
  };
};

@CommandHandler(RecordLogWentBack)
export class RecordLogWentBackHandler implements ICommandHandler<RecordLogWentBack> {
  constructor(
    @Inject(EventStore) private readonly store: EventStore,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async execute(command: RecordLogWentBack): Promise<boolean> {
    const { context, wentBack } = command;
    const id = context.ids.next();
    for (;;) {
      const [last] = await this.store.readStream(STREAM, { direction: 'backwards', limit: 1 });
      // After what is common, and unknown to whoever found it: it tells of this very loss.
      if (last !== undefined && last.position > wentBack.lastCommon.position) return false;
      const metadata = metadataOf(context, timestamp(this.clock.now()));
      // Others may have written behind it, or before the first.
      const end = await endOfStream(this.store, { stream: STREAM, revision: last?.revision ?? 0 });
      try {
        await this.store.append(STREAM, end, [{ ...factOf(command), id, metadata }]);
        return true;
      } catch (error) {
        if (!(error instanceof WrongExpectedRevision)) throw error;
      }
    }
  }
}
