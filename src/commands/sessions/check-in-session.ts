import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound } from '../../access/require';
import { basisOf } from '../../access/session-basis';
import { refuseSupportShutOut } from '../../access/support';
import { checkIn } from '../../domain/identities/decide/session';
import { identity } from '../../domain/identities/evolve';
import { identityOfSession } from '../../domain/identities/session-id';
import type { SessionRecord } from '../../domain/identities/session-record';
import { sessionAfter } from './session-after';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import type { Position } from '../../kernel/position';
import { Decisions } from '../deciding/decisions';
import { loadCaller } from '../deciding/load-authorized';
import { FindSession } from './find-session';
import { refuseOtherHolder } from './refuse-other-holder';

export interface SessionAnswer {
  readonly session: SessionRecord;
  readonly position: Position;
}

/** The holder gives a credential back. A repeated checkin answers as the first. */
export class CheckInSession extends Command<SessionAnswer> {
  constructor(
    readonly context: Context,
    readonly sessionId: string,
  ) {
    super();
  }
}

@CommandHandler(CheckInSession)
export class CheckInSessionHandler implements ICommandHandler<CheckInSession> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(FindSession) private readonly sessions: FindSession,
    @Inject(Digest) private readonly digest: Digest,
  ) {}

  async execute({ context, sessionId }: CheckInSession): Promise<SessionAnswer> {
    const id = identityOfSession(sessionId);
    const rotationId = context.ids.next();
    let found: SessionRecord | undefined;
    const decisionTarget = { fold: identity, id, refusedAs: 'keyledger.identity-check-in-refused.v1' };
    const { position, events } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      const { state } = decision.target;
      found = await this.sessions.find(sessionId, state, decision.view, context);
      if (found === undefined) {
        return notFound('session');
      }
      const { organizationId, identityGroupId } = state;
      decision.about({ organizationId, identityGroupId, identityId: id, sessionId });
      if (found.userId !== context.actor.userId) {
        const why = 'Only its holder checks a session in. Managers force a checkin.';
        return refuseOtherHolder(decision, context, organizationId, why);
      }
      const off = refuseSupportShutOut(await loadCaller(decision, context), organizationId);
      if (off !== undefined) {
        return off;
      }
      const open = state.sessions.find((session) => session.sessionId === sessionId);
      if (open === undefined) {
        return [];
      }
      const vault = { organizationId, vaultId: identityGroupId };
      const basis = await basisOf(decision.view, this.digest, open, vault, decision.now);
      const end = { endedBy: basis.stands ? ('checkin' as const) : basis.endedBy };
      return checkIn(state, id, sessionId, end, { now: decision.now, rotationId });
    });
    return { session: sessionAfter(found, events), position };
  }
}
