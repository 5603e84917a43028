import { withEntry, withoutEntry } from '../../kernel/draft';
import { entryOf } from '../../kernel/entry-of';
import type { Fold } from '../../kernel/fold';
import type { ScimConnectionEvent } from './events';

/** A token of a connection, as it is kept: never the token itself. */
export interface ScimToken {
  readonly tokenId: string;
  /** Keyed hash of the token. */
  readonly hash: string;
  readonly createdAt: string;
  /** Another one was made since: this one is good until then. */
  readonly until?: string;
}

export interface ScimConnection {
  readonly connectionId: string;
  readonly name: string;
  readonly createdAt: string;
  /** In the order they were made. */
  readonly tokens: readonly ScimToken[];
  /** How many facts there are of it. */
  readonly facts: number;
}

/** By id. One that was deleted is not there any more. */
export interface ScimConnectionsState {
  readonly connections: Readonly<Record<string, ScimConnection>>;
}

const change = (
  state: ScimConnectionsState,
  connectionId: string,
  by: (tokens: readonly ScimToken[]) => readonly ScimToken[],
): ScimConnectionsState => {
  const known = entryOf(state.connections, connectionId);
  return known === undefined
    ? state
    : {
        connections: withEntry(state.connections, connectionId, {
          ...known,
          tokens: by(known.tokens),
          facts: known.facts + 1,
        }),
      };
};

/** Every connection of the account: who may fill the directory. */
export const scimConnections: Fold<ScimConnectionsState, ScimConnectionEvent> = {
  category: 'scimConnections',
  version: 2,
  initial: { connections: {} },
  withoutRights: ({ connections }) => ({
    connections: Object.fromEntries(Object.entries(connections).map(([id, each]) => [id, { ...each, tokens: [] }])),
  }),
  evolve: {
    'keyledger.scim-connection-created.v1': ({ connections }, { connectionId, name, createdAt }) => ({
      connections: withEntry(connections, connectionId, { connectionId, name, createdAt, tokens: [], facts: 1 }),
    }),
    'keyledger.scim-token-made.v1': (state, { connectionId, tokenId, hash, createdAt, previousUntil: until }) =>
      change(state, connectionId, (tokens) => [
        ...tokens.map((each) => (each.until === undefined && until !== undefined ? { ...each, until } : each)),
        { tokenId, hash, createdAt },
      ]),
    'keyledger.scim-token-revoked.v1': (state, { connectionId, tokenId }) =>
      change(state, connectionId, (tokens) => tokens.filter((token) => token.tokenId !== tokenId)),
    'keyledger.scim-connection-deleted.v1': ({ connections }, { connectionId }) => ({
      connections: withoutEntry(connections, connectionId),
    }),
  },
};
