import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { remindOfReview } from '../../domain/identities/decide/review-break-glass';
import { identity } from '../../domain/identities/evolve';
import { identityOfSession } from '../../domain/identities/session-id';
import type { Context } from '../../kernel/context';
import { Decisions } from '../deciding/decisions';

/** Says that a break-glass session waits for its review for another day. Says nothing when it does not. */
export class RemindOfReview extends Command<void> {
  constructor(
    readonly context: Context,
    readonly sessionId: string,
  ) {
    super();
  }
}

@CommandHandler(RemindOfReview)
export class RemindOfReviewHandler implements ICommandHandler<RemindOfReview> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, sessionId }: RemindOfReview): Promise<void> {
    const id = identityOfSession(sessionId);
    await this.deciding.decide(context, { fold: identity, id }, ({ target, now }) =>
      remindOfReview(target.state, id, sessionId, now),
    );
  }
}
