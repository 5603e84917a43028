import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { requireOwner } from '../../access/require';
import { allScimConnections } from '../../access/scim-connection';
import { toldScimConnection } from '../../access/scim-tokens';
import type { Context } from '../../kernel/context';
import { RefusedError } from '../../kernel/refused-error';
import { QueryAuthorization } from '../authorization/query-authorization';
import { ScimConnectionViews, type ScimConnectionView } from './scim-connection-views';

/** The SCIM connections of the account, in the order they were made. Only owners. */
export class ListScimConnections extends Query<readonly ScimConnectionView[]> {
  constructor(readonly context: Context) {
    super();
  }
}

@QueryHandler(ListScimConnections)
export class ListScimConnectionsHandler implements IQueryHandler<ListScimConnections> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(ScimConnectionViews) private readonly views: ScimConnectionViews,
  ) {}

  async execute({ context }: ListScimConnections): Promise<readonly ScimConnectionView[]> {
    const { view, now, rights } = await this.asking.caller(context);
    const denied = requireOwner(rights);
    if (denied !== undefined) throw new RefusedError(denied);
    return this.views.of((await allScimConnections(view)).map((each) => toldScimConnection(each, now).item));
  }
}
