import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { AccessRequestDocument } from '../../../projections/access-requests/document';
import type { Context } from '../../kernel/context';
import { PORTS } from '../../kernel/ports';
import type { ReadModels } from '../../kernel/read-models';
import { Asking } from '../asking/asking';
import type { Single } from '../asking/single';
import { RequestViews, type RequestView } from './request-views';

/** One request for access: by who asked, by who may decide on it, or with `pam_vaults.view` in its organization. */
export class GetAccessRequest extends Query<Single<RequestView>> {
  constructor(
    readonly context: Context,
    readonly requestId: string,
  ) {
    super();
  }
}

@QueryHandler(GetAccessRequest)
export class GetAccessRequestHandler implements IQueryHandler<GetAccessRequest> {
  constructor(
    @Inject(Asking) private readonly asking: Asking,
    @Inject(PORTS.readModels) private readonly models: ReadModels,
    @Inject(RequestViews) private readonly views: RequestViews,
  ) {}

  async execute({ context, requestId }: GetAccessRequest): Promise<Single<RequestView>> {
    const asker = await this.asking.asker(context);
    const request = await this.models.readModel<AccessRequestDocument>('access_requests').get(requestId);
    const isOwn = request?.userId === asker.standing.userId;
    if (
      request === undefined ||
      (!isOwn && !this.hasDecided(request, asker.standing.userId) && !(await this.views.mayDecide(request, asker)))
    ) {
      this.asking.require(asker, 'pam_vaults.view', request?.organizationId, 'access request');
    }
    const found = request as AccessRequestDocument;
    return { item: await this.views.of(found, asker), revision: found.revision };
  }

  /** Who decided on it sees what became of that. */
  private hasDecided({ decisions }: AccessRequestDocument, id: string): boolean {
    return decisions.some(({ userId }) => userId === id);
  }
}
