import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireReviewer } from '../../access/may-review';
import { notFound } from '../../access/require';
import { reviewBreakGlass } from '../../domain/identities/decide/review-break-glass';
import { identity } from '../../domain/identities/evolve';
import { identityOfSession } from '../../domain/identities/session-id';
import type { SessionRecord } from '../../domain/identities/session-record';
import type { Context } from '../../kernel/context';
import { Decisions } from '../deciding/decisions';
import { loadCaller } from '../deciding/load-authorized';
import { sessionAfter } from './session-after';
import type { SessionAnswer } from './check-in-session';
import { FindSession } from './find-session';

/**
 * Closes the review of a break-glass session that is over. By an owner, an admin or who holds `pam_vaults.manage` there, and
 * never by who broke the glass.
 */
export class ReviewSession extends Command<SessionAnswer> {
  constructor(
    readonly context: Context,
    readonly sessionId: string,
    /** What was found, trimmed. */
    readonly note: string,
  ) {
    super();
  }
}

@CommandHandler(ReviewSession)
export class ReviewSessionHandler implements ICommandHandler<ReviewSession> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(FindSession) private readonly sessions: FindSession,
  ) {}

  async execute({ context, sessionId, note }: ReviewSession): Promise<SessionAnswer> {
    const id = identityOfSession(sessionId);
    const rotationId = context.ids.next();
    let found: SessionRecord | undefined;
    const decisionTarget = {
      fold: identity,
      id,
      refusedAs: 'keyledger.break-glass-review-refused.v1',
      asked: { note },
    };
    const { position, events } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      const { state } = decision.target;
      found = await this.sessions.find(sessionId, state, decision.view, context);
      if (found === undefined) {
        return notFound('session');
      }
      const { organizationId, identityGroupId } = state;
      decision.about({ organizationId, identityGroupId, identityId: id, sessionId });
      const rights = await loadCaller(decision, context);
      const { userId = '', email: reviewerEmail = '' } = rights ?? {};
      const review = { reviewedBy: userId, reviewerEmail, note };
      return (
        requireReviewer(rights, found) ?? reviewBreakGlass(state, id, found, review, { now: decision.now, rotationId })
      );
    });
    return { session: sessionAfter(found, events), position };
  }
}
