import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { notFound, requireOwner } from '../../access/require';
import { scimConnectionOf } from '../../access/scim-connection';
import { toldScimConnection } from '../../access/scim-tokens';
import type { Context } from '../../kernel/context';
import { RefusedError } from '../../kernel/refused-error';
import { QueryAuthorization } from '../authorization/query-authorization';
import type { Single } from '../authorization/single';
import { ScimConnectionViews, type ScimConnectionView } from './scim-connection-views';

/** One SCIM connection. Only owners. */
export class GetScimConnection extends Query<Single<ScimConnectionView>> {
  constructor(
    readonly context: Context,
    readonly connectionId: string,
  ) {
    super();
  }
}

@QueryHandler(GetScimConnection)
export class GetScimConnectionHandler implements IQueryHandler<GetScimConnection> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(ScimConnectionViews) private readonly views: ScimConnectionViews,
  ) {}

  async execute({ context, connectionId }: GetScimConnection): Promise<Single<ScimConnectionView>> {
    const { view, now, rights } = await this.asking.caller(context);
    const denied = requireOwner(rights);
    if (denied !== undefined) throw new RefusedError(denied);
    const found = await scimConnectionOf(view, connectionId);
    if (found === undefined) throw new RefusedError(notFound('SCIM connection'));
    const { item, revision } = toldScimConnection(found, now);
    const [shown] = await this.views.of([item]);
    return { item: shown as ScimConnectionView, revision };
  }
}
