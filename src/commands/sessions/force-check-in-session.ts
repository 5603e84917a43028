import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound, requirePermission } from '../../access/require';
import { checkIn } from '../../domain/identities/decide/session';
import { identity } from '../../domain/identities/evolve';
import { identityOfSession } from '../../domain/identities/session-id';
import type { Context } from '../../kernel/context';
import { refuse } from '../../kernel/refusal';
import { Decisions } from '../deciding/decisions';
import { loadIdentity } from '../deciding/load-authorized';
import type { SessionRecord } from '../../domain/identities/session-record';
import { sessionAfter } from './session-after';
import type { SessionAnswer } from './check-in-session';
import { FindSession } from './find-session';

/** A manager ends somebody's session; the value then always rotates. Needs `pam_vaults.manage`. */
export class ForceCheckInSession extends Command<SessionAnswer> {
  constructor(
    readonly context: Context,
    readonly sessionId: string,
    readonly reason: string,
  ) {
    super();
  }
}

@CommandHandler(ForceCheckInSession)
export class ForceCheckInSessionHandler implements ICommandHandler<ForceCheckInSession> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(FindSession) private readonly sessions: FindSession,
  ) {}

  async execute({ context, sessionId, reason }: ForceCheckInSession): Promise<SessionAnswer> {
    const id = identityOfSession(sessionId);
    const rotationId = context.ids.next();
    const refusedAs = 'keyledger.identity-force-check-in-refused.v1';
    let found: SessionRecord | undefined;
    const { position, events: decided } = await this.deciding.decide(
      context,
      { fold: identity, id, refusedAs, asked: { reason } },
      async (decision) => {
        const { rights, identity: state } = await loadIdentity(decision, context, id, sessionId);
        // A session outlives its identity: of one that is deleted it is there, and ended.
        const refusal =
          state.status === 'none'
            ? notFound('session')
            : requirePermission(rights, 'pam_vaults.manage', state.organizationId, 'session');
        if (refusal !== undefined) {
          return refusal;
        }
        found = await this.sessions.find(sessionId, state, decision.view, context);
        const events = checkIn(state, id, sessionId, { endedBy: 'force', reason }, { now: decision.now, rotationId });
        if (events.length > 0) {
          return events;
        }
        return found === undefined ? notFound('session') : refuse('CONFLICT', 'The session has ended already.');
      },
    );
    return { session: sessionAfter(found, decided), position };
  }
}
