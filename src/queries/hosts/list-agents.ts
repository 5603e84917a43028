import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { assertNotLost } from '../../access/not-lost';
import type { AgentDocument } from '../../../projections/agents/document';
import type { HostDocument } from '../../../projections/hosts/document';
import type { Context } from '../../kernel/context';
import { cutPage, type Page, type PageRequest } from '../../kernel/page';
import { ReadModels } from '../../kernel/read-models';
import { QueryAuthorization } from '../authorization/query-authorization';

/** An agent as the API shows it. */
export type AgentView = Omit<AgentDocument, 'organizationId'>;

/** The agents a host has and had, the newest first. Needs `hosts.manage_users` in its organization. */
export class ListAgents extends Query<Page<AgentView>> {
  constructor(
    readonly context: Context,
    readonly hostId: string,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListAgents)
export class ListAgentsHandler implements IQueryHandler<ListAgents> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(ReadModels) private readonly models: ReadModels,
  ) {}

  async execute({ context, hostId, page }: ListAgents): Promise<Page<AgentView>> {
    const caller = await this.asking.caller(context);
    const host = await this.models.readModel<HostDocument>('hosts').get(hostId);
    if (host === undefined) await assertNotLost(caller.view, 'host', hostId);
    this.asking.require(caller, 'hosts.manage_users', host?.organizationId, 'host');
    const found = await this.models.readModel<AgentDocument>('agents').find({
      where: [{ field: 'hostId', is: hostId }],
      order: { by: 'enrolledAt', descending: true },
      ...(page.after === undefined ? {} : { after: page.after }),
      limit: page.limit + 1,
    });
    const { items, ...rest } = cutPage(found, page.limit, ({ id, enrolledAt }) => ({ value: enrolledAt, id }));
    return { ...rest, items: items.map(({ organizationId: _, ...agent }) => agent) };
  }
}
