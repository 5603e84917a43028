import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { AccessRequestDocument } from '../../../projections/access-requests/document';
import type { RequestStatus } from '../../access/request-status';
import type { Context } from '../../kernel/context';
import { cutPage, type Page, type PageRequest } from '../../kernel/page';
import type { Condition } from '../../kernel/read-model';
import { ReadModels } from '../../kernel/read-models';
import { QueryAuthorization, type QueryContext } from '../authorization/query-authorization';
import { RequestViews, type RequestView } from './request-views';

export interface RequestFilter {
  /** `mine`: what the caller asked for. `waiting-for-me`: what the caller could decide on now. `all`: with `pam_vaults.view`. */
  readonly view: 'mine' | 'waiting-for-me' | 'all';
  readonly status?: RequestStatus;
  readonly identityId?: string;
}

/** Requests for access with their whole history, newest first. */
export class ListAccessRequests extends Query<Page<RequestView>> {
  constructor(
    readonly context: Context,
    readonly filter: RequestFilter,
    readonly page: PageRequest,
  ) {
    super();
  }
}

/** What facts say of those that may be shown with a status; time and lost approvers make the rest of the difference. */
const RECORDED: Readonly<Record<RequestStatus, readonly string[]>> = {
  pending: ['pending', 'approved'],
  approved: ['approved'],
  expired: ['expired', 'pending', 'approved'],
  denied: ['denied'],
  cancelled: ['cancelled'],
  revoked: ['revoked'],
  used: ['used'],
};

@QueryHandler(ListAccessRequests)
export class ListAccessRequestsHandler implements IQueryHandler<ListAccessRequests> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(ReadModels) private readonly models: ReadModels,
    @Inject(RequestViews) private readonly views: RequestViews,
  ) {}

  async execute({ context, filter, page }: ListAccessRequests): Promise<Page<RequestView>> {
    const caller = await this.asking.caller(context);
    const requests = this.models.readModel<AccessRequestDocument>('access_requests');
    const where = await this.conditions(caller, filter);
    const order = { by: 'createdAt', descending: true };
    const found: RequestView[] = [];
    let { after } = page;
    // Who may decide, and whether an approval counts, is judged here, so a page may need more than one question.
    while (found.length <= page.limit) {
      const batch = await requests.find({
        where,
        order,
        limit: page.limit + 1,
        ...(after === undefined ? {} : { after }),
      });
      const shown = await Promise.all(batch.map((request) => this.shown(request, filter, caller)));
      found.push(...shown.filter((view) => view !== undefined));
      const last = batch.at(-1);
      if (last === undefined || batch.length <= page.limit) {
        break;
      }
      after = { value: last.createdAt, id: last.id };
    }
    return cutPage(found, page.limit, ({ createdAt, id }) => ({ value: createdAt, id }));
  }

  private async shown(
    request: AccessRequestDocument,
    { view, status }: RequestFilter,
    caller: QueryContext,
  ): Promise<RequestView | undefined> {
    if (view === 'waiting-for-me' && !(await this.views.waitsFor(request, caller))) return undefined;
    const shown = await this.views.of(request, caller);
    return status === undefined || shown.status === status ? shown : undefined;
  }

  private async conditions(
    caller: QueryContext,
    { view, status, identityId }: RequestFilter,
  ): Promise<readonly Condition[]> {
    const states = view === 'waiting-for-me' ? RECORDED.pending : status && RECORDED[status];
    return [
      ...(await this.scope(caller, view)),
      ...(states === undefined ? [] : [{ field: 'status', in: states }]),
      ...(identityId === undefined ? [] : [{ field: 'identityId', is: identityId }]),
    ];
  }

  private async scope(caller: QueryContext, view: RequestFilter['view']): Promise<readonly Condition[]> {
    if (view === 'mine') return this.asking.ownScope(caller);
    return this.asking.scope(caller, view === 'all' ? 'pam_vaults.view' : 'pam_vaults.approve');
  }
}
