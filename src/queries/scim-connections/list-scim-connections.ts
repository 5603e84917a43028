import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { requireOwner } from '../../access/require';
import { liveTokensOf } from '../../access/scim-tokens';
import { allScimConnections } from '../../access/scim-connection';
import type { Context } from '../../kernel/context';
import { Presence } from '../../kernel/presence';
import { RefusedError } from '../../kernel/refused-error';
import { timestamp } from '../../kernel/time';
import { QueryAuthorization } from '../authorization/query-authorization';

/** A connection with the tokens that are good, never the tokens themselves. `lastUsedAt`: true to the minute. */
export interface ScimConnectionView {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly tokens: readonly {
    readonly id: string;
    readonly createdAt: string;
    readonly expiresAt?: string;
    readonly lastUsedAt?: string;
  }[];
}

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
    @Inject(Presence) private readonly presence: Presence,
  ) {}

  async execute({ context }: ListScimConnections): Promise<readonly ScimConnectionView[]> {
    const { view, now, rights } = await this.asking.caller(context);
    const denied = requireOwner(rights);
    if (denied !== undefined) throw new RefusedError(denied);
    const connections = await allScimConnections(view);
    const tokens = new Map(connections.map((each) => [each.connectionId, liveTokensOf(each, now)]));
    const used = await this.presence.tokensUsed([...tokens.values()].flat().map(({ id }) => id));
    return connections.map(({ connectionId: id, name, createdAt }) => ({
      id,
      name,
      createdAt,
      tokens: (tokens.get(id) ?? []).map((token) => {
        const at = used.get(token.id);
        return at === undefined ? token : { ...token, lastUsedAt: timestamp(at) };
      }),
    }));
  }
}
