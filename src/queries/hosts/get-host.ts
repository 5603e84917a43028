import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { HostDocument } from '../../../projections/hosts/document';
import { assertNotLost } from '../../access/not-lost';
import type { Context } from '../../kernel/context';
import { PORTS } from '../../kernel/ports';
import type { ReadModels } from '../../kernel/read-models';
import { Asking } from '../asking/asking';
import type { Single } from '../asking/single';
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
    @Inject(Asking) private readonly asking: Asking,
    @Inject(PORTS.readModels) private readonly models: ReadModels,
    @Inject(HostViews) private readonly views: HostViews,
  ) {}

  async execute({ context, hostId }: GetHost): Promise<Single<HostView>> {
    const asker = await this.asking.asker(context);
    const host = await this.models.readModel<HostDocument>('hosts').get(hostId);
    if (host === undefined) await assertNotLost(asker.view, 'host', hostId);
    requireHost(this.asking, asker, host?.organizationId);
    const found = host as HostDocument;
    const [item] = await this.views.of([found]);
    return { item: item as HostView, revision: found.revision };
  }
}
