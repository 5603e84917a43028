import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { revokeGrant } from '../../domain/access-grants/decide';
import { accessGrants } from '../../domain/access-grants/state';
import { accessReview } from '../../domain/access-reviews/state';
import type { Context } from '../../kernel/context';
import { entryOf } from '../../kernel/entry-of';
import type { Position } from '../../kernel/position';
import { StreamReader } from '../../kernel/stream-reader';
import { Decisions } from '../deciding/decisions';

/** Takes a grant away that a review decided to revoke. Says nothing when it is gone, or was not to be revoked. */
export class RevokeReviewedGrant extends Command<Position> {
  constructor(
    readonly context: Context,
    readonly reviewId: string,
    readonly grantId: string,
  ) {
    super();
  }
}

@CommandHandler(RevokeReviewedGrant)
export class RevokeReviewedGrantHandler implements ICommandHandler<RevokeReviewedGrant> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(StreamReader) private readonly reader: StreamReader,
  ) {}

  async execute({ context, reviewId, grantId }: RevokeReviewedGrant): Promise<Position> {
    // Of which vault never changes, and a decision to revoke is final.
    const { state: review } = await (await this.reader.fresh()).load(accessReview, reviewId);
    const { organizationId, identityGroupId, lines } = review;
    const isRevoked = entryOf(lines, grantId)?.decided?.decision === 'revoke';
    const { position } = await this.deciding.decide(
      context,
      { fold: accessGrants, id: identityGroupId },
      ({ target }) =>
        isRevoked && entryOf(target.state.grants, grantId) !== undefined
          ? revokeGrant(target.state, { organizationId, identityGroupId }, grantId)
          : [],
    );
    return position;
  }
}
