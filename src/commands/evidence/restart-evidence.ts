import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireOwner } from '../../access/require';
import { restartEvidence } from '../../domain/evidence/decide';
import { evidence } from '../../domain/evidence/state';
import type { CommandResult } from '../../kernel/command-result';
import type { Context } from '../../kernel/context';
import { EvidenceKey } from '../../kernel/evidence-key';
import { EvidenceStore } from '../../kernel/evidence-store';
import { Decisions } from '../deciding/decisions';
import { loadCaller } from '../deciding/load-authorized';

const refusedAs = 'keyledger.evidence-restart-refused.v1';

/** Begins a new log of checkpoints, whose first leaf holds the last checkpoint of the one that was stopped. Owners only. */
export class RestartEvidence extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly reason: string,
  ) {
    super();
  }
}

@CommandHandler(RestartEvidence)
export class RestartEvidenceHandler implements ICommandHandler<RestartEvidence> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(EvidenceKey) private readonly key: EvidenceKey,
    @Inject(EvidenceStore) private readonly kept: EvidenceStore,
  ) {}

  async execute({ context, reason }: RestartEvidence): Promise<CommandResult> {
    // Follows from the Idempotency-Key where there is one: whoever was not answered asks again and is answered the same.
    const restartId = context.ids.next();
    const decisionTarget = { fold: evidence, refusedAs, asked: { reason } };
    const { position, state } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      decision.about('account');
      const refusal = requireOwner(await loadCaller(decision, context));
      if (refusal !== undefined) {
        return refusal;
      }
      const last = await this.kept.newest(decision.target.state.log);
      return restartEvidence(
        decision.target.state,
        {
          origin: this.key.origin,
          ...(last === undefined ? {} : { lastCheckpoint: last.note }),
          reason,
          restartId,
          restartedBy: context.actor.userId ?? '',
        },
        decision.now,
      );
    });
    const log = state.restarts.find((each) => each.restartId === restartId)?.log ?? state.log;
    return { id: String(log), position };
  }
}
