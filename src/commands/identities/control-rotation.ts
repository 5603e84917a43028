import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { cancelRotation } from '../../domain/identities/decide/end-job';
import { endWhatIsOver } from '../../domain/identities/decide/end-session';
import type { Asking } from '../../domain/identities/decide/asking';
import type { JobMoment } from '../../domain/identities/decide/job-facts';
import { reconcile, retryRotation } from '../../domain/identities/decide/retry';
import type { IdentityEvent } from '../../domain/identities/events';
import { identity } from '../../domain/identities/evolve';
import type { IdentityState } from '../../domain/identities/state';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import { isRefusal, type Refusal } from '../../kernel/refusal';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { askingOf } from '../jobs/asking-of';
import { loadAuthorizedIdentity } from '../deciding/load-authorized';

/**
 * What a person does about a rotation: goes on with one that failed half-way, calls one off, or sets once more what the
 * hosts should hold. Needs `pam_vaults.manage`.
 */
export class ControlRotation extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly step: 'retry' | 'cancel' | 'reconcile',
    readonly identityId: string,
  ) {
    super();
  }
}

type Decide = (
  state: IdentityState,
  id: string,
  moment: JobMoment,
  asking: Asking,
) => readonly IdentityEvent[] | Refusal;

const DECIDE: Readonly<Record<ControlRotation['step'], Decide>> = {
  retry: (state, id, moment, asking) => retryRotation(state, id, moment, undefined, asking),
  cancel: (state, id, { now }) => cancelRotation(state, id, now),
  reconcile,
};

const REFUSED: Readonly<Record<ControlRotation['step'], string>> = {
  retry: 'keyledger.rotation-retry-refused.v1',
  cancel: 'keyledger.rotation-cancel-refused.v1',
  reconcile: 'keyledger.rotation-reconcile-refused.v1',
};

@CommandHandler(ControlRotation)
export class SteerRotationHandler implements ICommandHandler<ControlRotation> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(Digest) private readonly digest: Digest,
  ) {}

  async execute({ context, step, identityId: id }: ControlRotation): Promise<CommandResult> {
    const [unique, rotationId] = [context.ids.next(), context.ids.next()];
    const decisionTarget = { fold: identity, id, refusedAs: REFUSED[step] };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      const reached = await loadAuthorizedIdentity(decision, context, id, 'pam_vaults.manage');
      if (isRefusal(reached)) {
        return reached;
      }
      const { events, state } = endWhatIsOver(reached.identity, id, { now: decision.now, rotationId });
      const asking = await askingOf(decision.view, this.digest, state, reached.rights.userId, decision.now);
      const decided = DECIDE[step](state, id, { now: decision.now, unique }, asking);
      return isRefusal(decided) ? decided : [...events, ...decided];
    });
    return { id, position };
  }
}
