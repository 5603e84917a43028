import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { AccessReviewDocument } from '../../../projections/access-reviews/document';
import { EVERYWHERE } from '../../access/permissions';
import type { Context } from '../../kernel/context';
import { cutPage, type Page, type PageRequest } from '../../kernel/page';
import type { Condition } from '../../kernel/read-model';
import { ReadModels } from '../../kernel/read-models';
import { QueryAuthorization } from '../authorization/query-authorization';
import { accessReviewView, type AccessReviewView } from './access-review-view';
import { readableOrganizations } from './readers';

export interface AccessReviewFilter {
  readonly identityGroupId?: string;
  readonly status?: 'open' | 'closed';
}

/** Reviews without their lines, newest first. Needs `pam_vaults.manage` or `pam_audit.read`. */
export class ListAccessReviews extends Query<Page<Omit<AccessReviewView, 'lines'>>> {
  constructor(
    readonly context: Context,
    readonly filter: AccessReviewFilter,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListAccessReviews)
export class ListAccessReviewsHandler implements IQueryHandler<ListAccessReviews> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(ReadModels) private readonly models: ReadModels,
  ) {}

  async execute({ context, filter, page }: ListAccessReviews): Promise<Page<Omit<AccessReviewView, 'lines'>>> {
    const { rights, now } = await this.asking.caller(context);
    const places = readableOrganizations(rights);
    const where: Condition[] = places === EVERYWHERE ? [] : [{ field: 'organizationId', in: places }];
    for (const field of ['identityGroupId', 'status'] as const) {
      const is = filter[field];
      if (is !== undefined) where.push({ field, is });
    }
    const found = await this.models.readModel<AccessReviewDocument>('access_reviews').find({
      where,
      order: { by: 'openedAt', descending: true },
      ...(page.after === undefined ? {} : { after: page.after }),
      limit: page.limit + 1,
    });
    const { items, ...rest } = cutPage(found, page.limit, ({ openedAt, id }) => ({ value: openedAt, id }));
    const shown = items.map((review) => {
      const { lines: _, ...view } = accessReviewView(review, now);
      return view;
    });
    return { ...rest, items: shown };
  }
}
