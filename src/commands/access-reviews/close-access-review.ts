import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { standingGrants } from '../../access/review-access';
import { closeReview } from '../../domain/access-reviews/decide';
import { accessReview } from '../../domain/access-reviews/state';
import type { CommandResult } from '../../kernel/command-result';
import type { Context } from '../../kernel/context';
import { isRefusal } from '../../kernel/refusal';
import { Decisions } from '../deciding/decisions';
import { loadAuthorizedReview } from './load-authorized-review';

/** Closes a review of which every line is settled. Needs `pam_vaults.manage`. */
export class CloseAccessReview extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly reviewId: string,
  ) {
    super();
  }
}

@CommandHandler(CloseAccessReview)
export class CloseAccessReviewHandler implements ICommandHandler<CloseAccessReview> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, reviewId: id }: CloseAccessReview): Promise<CommandResult> {
    const decisionTarget = { fold: accessReview, id, refusedAs: 'keyledger.access-review-close-refused.v1' };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      const { view, now, target } = decision;
      const rights = await loadAuthorizedReview(decision, context);
      return isRefusal(rights)
        ? rights
        : closeReview(target.state, id, await standingGrants(view, target.state.identityGroupId), rights, now);
    });
    return { id, position };
  }
}
