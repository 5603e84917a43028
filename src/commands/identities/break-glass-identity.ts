import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideBreakGlass } from '../../access/acts/decide-break-glass';
import { tryBreakGlass } from '../../domain/break-glass/decide';
import { breakGlassTries } from '../../domain/break-glass/state';
import { identity } from '../../domain/identities/evolve';
import { emergencyVersions } from '../../domain/identities/emergency-versions';
import { served } from '../../domain/identities/served';
import { sessionIdOf } from '../../domain/identities/session-id';
import { Clock } from '../../kernel/clock';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import { isRefusal } from '../../kernel/refusal';
import { unlessFarAhead } from '../../kernel/time';
import { Decisions } from '../deciding/decisions';
import { loadAuthorizedIdentity, loadIdentity } from '../deciding/load-authorized';
import { labelled } from './disclosed';
import { CheckoutService, type CheckoutResult } from './checkout-service';

/**
 * Hands a credential out in an emergency, at once. Needs `pam_vaults.break_glass` and a justification, nothing else: no grant,
 * no record in the directory, no approval; nobody who holds it stands against it.
 */
export class BreakGlassIdentity extends Command<CheckoutResult> {
  constructor(
    readonly context: Context,
    readonly identityId: string,
    /** The justification, trimmed. */
    readonly reason: string,
  ) {
    super();
  }
}

const REFUSED = 'keyledger.identity-break-glass-refused.v1';

@CommandHandler(BreakGlassIdentity)
export class BreakGlassIdentityHandler implements ICommandHandler<BreakGlassIdentity> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(CheckoutService) private readonly checkouts: CheckoutService,
    @Inject(Digest) private readonly digest: Digest,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async execute({ context, identityId, reason }: BreakGlassIdentity): Promise<CheckoutResult> {
    const sessionId = sessionIdOf(identityId, context.ids.next());
    const rotationId = context.ids.next();
    await this.countTry(context, identityId, sessionId, reason);
    const { credential, ...out } = await this.checkouts.checkOut(context, {
      identityId,
      sessionId,
      refusedAs: REFUSED,
      asked: { reason },
      neverWaits: true,
      decide: async (decision) => {
        const { view, now } = decision;
        const { rights, identity: found } = await loadIdentity(decision, context, identityId);
        const act = { view, digest: this.digest, rights, identityId, identity: found, now };
        const events = await decideBreakGlass(act, { sessionId, rotationId, reason });
        return isRefusal(events) ? events : { found, events };
      },
      shown: (found) => ({ ...served(found), ...emergencyVersions(found) }),
    });
    return credential === undefined ? out : { ...out, credential: labelled(out.state, credential) };
  }

  /**
   * The try becomes a fact of its user before it is judged, so that it counts whatever comes of it, on every node. To a user
   * for whom the identity does not exist nothing is counted: that would tell whether it does.
   */
  private async countTry(context: Context, identityId: string, sessionId: string, reason: string): Promise<void> {
    const userId = context.actor.userId ?? '';
    const decisionTarget = { fold: breakGlassTries, id: userId, refusedAs: REFUSED, asked: { reason } };
    await this.deciding.decide(context, decisionTarget, async (decision) => {
      const reached = await loadAuthorizedIdentity(decision, context, identityId, 'pam_vaults.break_glass');
      if (isRefusal(reached) && reached.code === 'NOT_FOUND') {
        return reached;
      }
      const { organizationId, identityGroupId } = (await decision.view.load(identity, identityId)).state;
      const tried = { identityId, identityGroupId, organizationId, userId, sessionId, reason };
      const now = unlessFarAhead(decision.now, this.clock.now());
      const decided = tryBreakGlass(decision.target.state, tried, now);
      // Who may not at all is told that, and not to come back in a minute.
      return isRefusal(decided) && isRefusal(reached) ? reached : decided;
    });
  }
}
