import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { HostDocument } from '../../../projections/hosts/document';
import type { Context } from '../../kernel/context';
import { cutPage, type Page, type PageRequest } from '../../kernel/page';
import { ReadModels } from '../../kernel/read-models';
import { QueryAuthorization } from '../authorization/query-authorization';
import { hostScope } from './host-scope';
import type { HostView } from './host-view';
import { HostViews } from './host-views';

/** The hosts of the organizations where the caller holds `hosts.manage_users` or `pam_vaults.view`. */
export class ListHosts extends Query<Page<HostView>> {
  constructor(
    readonly context: Context,
    readonly filter: { readonly organizationId?: string; readonly q?: string },
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListHosts)
export class ListHostsHandler implements IQueryHandler<ListHosts> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(ReadModels) private readonly models: ReadModels,
    @Inject(HostViews) private readonly views: HostViews,
  ) {}

  async execute({ context, filter, page }: ListHosts): Promise<Page<HostView>> {
    const caller = await this.asking.caller(context);
    const found = await this.models.readModel<HostDocument>('hosts').find({
      where: await hostScope(this.asking, caller, filter.organizationId),
      ...(filter.q === undefined ? {} : { word: filter.q }),
      ...(page.after === undefined ? {} : { after: page.after }),
      limit: page.limit + 1,
    });
    const { items, ...rest } = cutPage(found, page.limit, ({ id }) => ({ value: id, id }));
    return { ...rest, items: await this.views.of(items) };
  }
}
