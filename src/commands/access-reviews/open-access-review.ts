import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { principalName, requireAccessReviewer, standingGrants } from '../../access/review-access';
import { openReview } from '../../domain/access-reviews/decide';
import { accessReview } from '../../domain/access-reviews/state';
import type { CommandResult } from '../../kernel/command-result';
import type { Context } from '../../kernel/context';
import { isRefusal } from '../../kernel/refusal';
import { Decisions } from '../deciding/decisions';
import { loadAuthorizedVault } from '../deciding/load-authorized';

/** Opens a review of every grant of a vault. Needs `pam_vaults.manage`. */
export class OpenAccessReview extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly identityGroupId: string,
    readonly dueInDays: number,
  ) {
    super();
  }
}

@CommandHandler(OpenAccessReview)
export class OpenAccessReviewHandler implements ICommandHandler<OpenAccessReview> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, identityGroupId, dueInDays }: OpenAccessReview): Promise<CommandResult> {
    const reviewId = context.ids.next();
    const decisionTarget = {
      fold: accessReview,
      id: reviewId,
      refusedAs: 'keyledger.access-review-open-refused.v1',
      asked: { dueInDays },
    };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      const { view, now, target } = decision;
      const reached = await loadAuthorizedVault(decision, context, identityGroupId, 'pam_vaults.manage');
      if (isRefusal(reached)) {
        return reached;
      }
      const { rights, vault } = reached;
      const { organizationId } = vault;
      const refusal = requireAccessReviewer(rights, organizationId, 'identity group');
      if (refusal !== undefined) {
        return refusal;
      }
      const grants = Object.values(await standingGrants(view, identityGroupId));
      const lines = await Promise.all(
        grants.map(async ({ revision: _, ...grant }) => ({
          ...grant,
          principalName: await principalName(view, grant),
        })),
      );
      return openReview(target.state, { reviewId, organizationId, identityGroupId }, { lines, dueInDays }, rights, now);
    });
    return { id: reviewId, position };
  }
}
