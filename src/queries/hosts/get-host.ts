import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { HostDocument } from '../../../projections/hosts/document';
import { assertNotLost } from '../../access/not-lost';
import type { Context } from '../../kernel/context';
import { ReadModels } from '../../kernel/read-models';
import { QueryAuthorization } from '../authorization/query-authorization';
import type { Single } from '../authorization/single';
import { requireHost } from './host-scope';
import type { HostView } from './host-view';
import { HostViews } from './host-views';

/** One host. Needs `hosts.manage_users` or `pam_vaults.view` in its organization. */
export class GetHost extends Query<Single<HostView>> {
  constructor(
    readonly context: Context,
    readonly hostId: string,
  ) {
    super();
  }
}

@QueryHandler(GetHost)
export class GetHostHandler implements IQueryHandler<GetHost> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(ReadModels) private readonly models: ReadModels,
    @Inject(HostViews) private readonly views: HostViews,
  ) {}

  async execute({ context, hostId }: GetHost): Promise<Single<HostView>> {
    const caller = await this.asking.caller(context);
    const host = await this.models.readModel<HostDocument>('hosts').get(hostId);
    if (host === undefined) await assertNotLost(caller.view, 'host', hostId);
    requireHost(this.asking, caller, host?.organizationId);
    const found = host as HostDocument;
    const [item] = await this.views.of([found]);
    return { item: item as HostView, revision: found.revision };
  }
}
