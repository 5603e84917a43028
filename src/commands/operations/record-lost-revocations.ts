import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { findRevocations, omitLosses } from '../../domain/log-losses/decide';
import type { LostRevocationFound } from '../../domain/log-losses/events';
import { logLosses } from '../../domain/log-losses/state';
import type { Context } from '../../kernel/context';
import { Decisions } from '../deciding/decisions';

export type FoundRevocation = Omit<LostRevocationFound['data'], 'foundAt'>;

/** Well below what one append may weigh. */
const AT_ONCE = 200;

/**
 * Tells owners what stands again because the log was put back, each once. `omitted`: how many lost facts beyond these
 * nobody could look at. Answers how many were listed.
 */
export class RecordLostRevocations extends Command<number> {
  constructor(
    readonly context: Context,
    readonly found: readonly FoundRevocation[],
    readonly omitted: { readonly lossId: string; readonly count: number },
  ) {
    super();
  }
}

@CommandHandler(RecordLostRevocations)
export class RecordLostRevocationsHandler implements ICommandHandler<RecordLostRevocations> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, found, omitted: { lossId, count } }: RecordLostRevocations): Promise<number> {
    let [listed, omitted] = [0, count];
    for (let from = 0; from < found.length; from += AT_ONCE) {
      const told = await this.list(context, found.slice(from, from + AT_ONCE), lossId);
      listed += told.listed;
      omitted += told.omitted;
    }
    await this.omit(context, lossId, omitted);
    return listed;
  }

  private async list(context: Context, found: readonly FoundRevocation[], omittedAs: string) {
    let omitted = 0;
    const { events } = await this.deciding.decide(context, { fold: logLosses }, ({ target, now: foundAt }) => {
      const told = findRevocations(
        target.state,
        found.map((each) => ({ ...each, foundAt })),
        omittedAs,
      );
      ({ omitted } = told);
      return told.events;
    });
    return { listed: events.length, omitted };
  }

  private async omit(context: Context, lossId: string, omitted: number): Promise<void> {
    if (omitted === 0) return;
    await this.deciding.decide(context, { fold: logLosses }, ({ target, now: foundAt }) =>
      omitLosses(target.state, { lossId, omitted, of: 'revocations', foundAt }),
    );
  }
}
