import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound } from '../../access/require';
import { checkIn } from '../../domain/identities/decide/session';
import { identity } from '../../domain/identities/evolve';
import { identityOfSession } from '../../domain/identities/session-id';
import type { Context } from '../../kernel/context';
import { isRefusal, refuse } from '../../kernel/refusal';
import { Decisions } from '../deciding/decisions';
import { loadAuthorizedIdentity } from '../deciding/load-authorized';
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
        const reached = await loadAuthorizedIdentity(decision, context, id, 'pam_vaults.manage', { sessionId });
        if (isRefusal(reached)) {
          return reached;
        }
        found = await this.sessions.find(sessionId, reached.identity, decision.view, context);
        const events = checkIn(
          reached.identity,
          id,
          sessionId,
          { endedBy: 'force', reason },
          { now: decision.now, rotationId },
        );
        if (events.length > 0) {
          return events;
        }
        return found === undefined ? notFound('session') : refuse('CONFLICT', 'The session has ended already.');
      },
    );
    return { session: sessionAfter(found, decided), position };
  }
}
