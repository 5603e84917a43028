import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound } from '../../access/require';
import { basisOf } from '../../access/session-basis';
import { refuseSupportShutOut } from '../../access/support';
import { checkIn, extend } from '../../domain/identities/decide/session';
import { identity } from '../../domain/identities/evolve';
import { identityOfSession } from '../../domain/identities/session-id';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import { Decisions } from '../deciding/decisions';
import { loadCaller } from '../deciding/load-authorized';
import { Refusals } from '../deciding/refusals';
import type { SessionRecord } from '../../domain/identities/session-record';
import { sessionAfter } from './session-after';
import type { SessionAnswer } from './check-in-session';
import { FindSession } from './find-session';
import { refuseOtherHolder } from './refuse-other-holder';

/** The holder keeps a credential longer: minutes are added to the present end, up to the grant's. */
export class ExtendSession extends Command<SessionAnswer> {
  constructor(
    readonly context: Context,
    readonly sessionId: string,
    readonly request: { readonly reason: string; readonly durationMinutes: number },
  ) {
    super();
  }
}

@CommandHandler(ExtendSession)
export class ExtendSessionHandler implements ICommandHandler<ExtendSession> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(Refusals) private readonly refusals: Refusals,
    @Inject(FindSession) private readonly sessions: FindSession,
    @Inject(Digest) private readonly digest: Digest,
  ) {}

  async execute({ context, sessionId, request }: ExtendSession): Promise<SessionAnswer> {
    const id = identityOfSession(sessionId);
    const rotationId = context.ids.next();
    const refusedAs = 'keyledger.session-extend-refused.v1';
    const decisionTarget = { fold: identity, id, refusedAs, asked: request };
    let lost = false;
    let found: SessionRecord | undefined;
    const outcome = await this.deciding.decide(context, decisionTarget, async (decision) => {
      const { state } = decision.target;
      const session = await this.sessions.find(sessionId, state, decision.view, context);
      found = session;
      if (session === undefined) {
        return notFound('session');
      }
      const { organizationId, identityGroupId } = state;
      decision.about({ organizationId, identityGroupId, identityId: id, sessionId });
      if (session.userId !== context.actor.userId) {
        return refuseOtherHolder(decision, context, organizationId, 'Only its holder extends a session.');
      }
      const off = refuseSupportShutOut(await loadCaller(decision, context), organizationId);
      if (off !== undefined) {
        return off;
      }
      const open = state.sessions.find((other) => other.sessionId === sessionId);
      const vault = { organizationId, vaultId: identityGroupId };
      const basis =
        open === undefined ? undefined : await basisOf(decision.view, this.digest, open, vault, decision.now);
      lost = basis?.stands === false;
      if (basis?.stands === false) {
        return checkIn(state, id, sessionId, { endedBy: basis.endedBy }, { now: decision.now, rotationId });
      }
      const { until } = basis ?? {};
      return extend(
        state,
        id,
        sessionId,
        { ...request, ...(until === undefined ? {} : { grantEndsAt: until }) },
        decision.now,
      );
    });
    if (lost) {
      const refusal = refuse('CONFLICT', 'The session has ended.');
      const { organizationId, identityGroupId } = outcome.state;
      await this.refusals.record(
        context,
        refusedAs,
        { organizationId, identityGroupId, identityId: id, sessionId },
        refusal,
        request,
      );
      throw new RefusedError(refusal);
    }
    return { session: sessionAfter(found, outcome.events), position: outcome.position };
  }
}
