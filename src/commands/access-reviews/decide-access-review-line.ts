import { Inject } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { refuseSubject, standingGrants } from '../../access/review-access';
import { decideLine } from '../../domain/access-reviews/decide';
import { accessReview } from '../../domain/access-reviews/state';
import type { CommandResult } from '../../kernel/command-result';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import { entryOf } from '../../kernel/entry-of';
import { isRefusal } from '../../kernel/refusal';
import { Decisions } from '../deciding/decisions';
import { loadAuthorizedReview } from './load-authorized-review';
import { RevokeReviewedGrant } from './revoke-reviewed-grant';

/** A grant is kept, or revoked at once. By who manages the vault and does not have access by that grant. */
export class DecideAccessReviewLine extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly reviewId: string,
    readonly asked: { readonly grantId: string; readonly decision: 'keep' | 'revoke'; readonly reason?: string },
  ) {
    super();
  }
}

@CommandHandler(DecideAccessReviewLine)
export class DecideAccessReviewLineHandler implements ICommandHandler<DecideAccessReviewLine> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Digest) private readonly digest: Digest,
  ) {}

  async execute({ context, reviewId: id, asked }: DecideAccessReviewLine): Promise<CommandResult> {
    const refusedAs = 'keyledger.access-review-decide-refused.v1';
    const decisionTarget = { fold: accessReview, id, refusedAs, asked: { ...asked } };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      const { view, now, target } = decision;
      const rights = await loadAuthorizedReview(decision, context);
      if (isRefusal(rights)) {
        return rights;
      }
      const line = entryOf(target.state.lines, asked.grantId);
      const own = line && (await refuseSubject(view, this.digest, rights, line));
      const grants = await standingGrants(view, target.state.identityGroupId);
      return own ?? decideLine(target.state, id, asked, grants, rights, now);
    });
    if (asked.decision === 'keep') {
      return { id, position };
    }
    // The decision stands already: whatever happens now, a policy revokes what it said.
    const { proven: _, ...later } = context;
    return { id, position: await this.commands.execute(new RevokeReviewedGrant(later, id, asked.grantId)) };
  }
}
