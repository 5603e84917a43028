import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { AccessReviewDocument } from '../../../projections/access-reviews/document';
import type { Context } from '../../kernel/context';
import { ReadModels } from '../../kernel/read-models';
import { QueryAuthorization } from '../authorization/query-authorization';
import type { Single } from '../authorization/single';
import { accessReviewView, type AccessReviewView } from './access-review-view';
import { requireReviewReader } from './readers';

/** One review with its lines. Needs `pam_vaults.manage` or `pam_audit.read`. */
export class GetAccessReview extends Query<Single<AccessReviewView>> {
  constructor(
    readonly context: Context,
    readonly reviewId: string,
  ) {
    super();
  }
}

@QueryHandler(GetAccessReview)
export class GetAccessReviewHandler implements IQueryHandler<GetAccessReview> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(ReadModels) private readonly models: ReadModels,
  ) {}

  async execute({ context, reviewId }: GetAccessReview): Promise<Single<AccessReviewView>> {
    const { rights, now } = await this.asking.caller(context);
    const found = await this.models.readModel<AccessReviewDocument>('access_reviews').get(reviewId);
    requireReviewReader(rights, found?.organizationId, 'access review');
    const review = found as AccessReviewDocument;
    return { item: accessReviewView(review, now), revision: review.revision };
  }
}
