import { entryOf } from '../../kernel/entry-of';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireOwner } from '../../access/require';
import { settleAhead } from '../../domain/damage/ahead';
import { settleDamage } from '../../domain/damage/decide';
import { settleRevocation } from '../../domain/log-losses/decide';
import { logLosses } from '../../domain/log-losses/state';
import { damage } from '../../domain/damage/state';
import type { Context } from '../../kernel/context';
import { EventStore } from '../../kernel/event-store';
import { endOfStream } from '../../kernel/facts/end-of-stream';
import { remainingOf } from '../../kernel/facts/remaining-stream';
import { StreamReader } from '../../kernel/stream-reader';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { loadCaller } from '../deciding/load-authorized';
import { SettleOrphan } from './settle-orphan';

const refusedAs = 'keyledger.stream-damage-settle-refused.v1';

/** Passes over for ever what can't be read, gives up what is lost, or lets times that lie in the future say nothing. Owners only. */
export class SettleDamage extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly damageId: string,
    readonly reason: string,
  ) {
    super();
  }
}

@CommandHandler(SettleDamage)
export class SettleDamageHandler implements ICommandHandler<SettleDamage> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(EventStore) private readonly store: EventStore,
    @Inject(StreamReader) private readonly reader: StreamReader,
    @Inject(SettleOrphan) private readonly orphans: SettleOrphan,
  ) {}

  async execute({ context, damageId, reason }: SettleDamage): Promise<CommandResult> {
    const { state } = await (await this.reader.fresh()).load(logLosses);
    if (entryOf(state.orphans, damageId) !== undefined) {
      return this.orphans.settle(context, damageId, reason);
    }
    const isLoss = entryOf(state.revocations, damageId) !== undefined || entryOf(state.omitted, damageId) !== undefined;
    return isLoss ? this.settleRevocation(context, damageId, reason) : this.settleDamage(context, damageId, reason);
  }

  private async settleRevocation(context: Context, damageId: string, reason: string): Promise<CommandResult> {
    const decisionTarget = { fold: logLosses, refusedAs, asked: { damageId, reason } };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      decision.about('account');
      const settle = { lossId: damageId, reason, settledBy: context.actor.userId ?? '' };
      return requireOwner(await loadCaller(decision, context)) ?? settleRevocation(decision.target.state, settle);
    });
    return { id: damageId, position };
  }

  private async settleDamage(context: Context, damageId: string, reason: string): Promise<CommandResult> {
    const decisionTarget = { fold: damage, refusedAs, asked: { damageId, reason } };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      decision.about('account');
      const refusal = requireOwner(await loadCaller(decision, context));
      if (refusal !== undefined) {
        return refusal;
      }
      const found = entryOf(decision.target.state.damages, damageId);
      const settle = { damageId, reason, settledBy: context.actor.userId ?? '' };
      if (found?.until !== undefined) {
        return settleAhead(decision.target.state, { ...settle, upTo: await endOfStream(this.store, found) });
      }
      const isLost = found !== undefined && found.type === undefined;
      return settleDamage(decision.target.state, {
        ...settle,
        ...(isLost ? await remainingOf(this.store, found) : {}),
      });
    });
    return { id: damageId, position };
  }
}
