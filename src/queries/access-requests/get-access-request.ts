import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { CallerPermissions } from '../../access/caller-permissions';
import { assertNotLost } from '../../access/not-lost';
import { seesOrganization } from '../../access/permissions';
import type { AccessRequestDocument } from '../../../projections/access-requests/document';
import type { Context } from '../../kernel/context';
import { ReadModels } from '../../kernel/read-models';
import { QueryAuthorization } from '../authorization/query-authorization';
import type { Single } from '../authorization/single';
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
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(ReadModels) private readonly models: ReadModels,
    @Inject(RequestViews) private readonly views: RequestViews,
  ) {}

  async execute({ context, requestId }: GetAccessRequest): Promise<Single<RequestView>> {
    const caller = await this.asking.caller(context);
    const request = await this.models.readModel<AccessRequestDocument>('access_requests').get(requestId);
    if (request === undefined) await assertNotLost(caller.view, 'accessRequest', requestId);
    const { userId } = caller.rights;
    const isOwn = request?.userId === userId || (request !== undefined && this.hasDecided(request, caller.rights));
    if (isOwn) {
      this.asking.requireOwn(caller, request.organizationId);
    } else if (request === undefined || !(await this.views.mayDecide(request, caller))) {
      this.asking.require(caller, 'pam_vaults.view', request?.organizationId, 'access request');
    }
    const found = request as AccessRequestDocument;
    return { item: await this.views.of(found, caller), revision: found.revision };
  }

  /** Who decided on it sees what became of that, as long as any role is left there. */
  private hasDecided({ decisions, organizationId }: AccessRequestDocument, rights: CallerPermissions): boolean {
    return seesOrganization(rights, organizationId) && decisions.some(({ userId }) => userId === rights.userId);
  }
}
