import { connectionRevision, isScimTokenLive } from '../domain/scim-connections/decide';
import type { ScimConnection } from '../domain/scim-connections/state';

/** A token of a connection, as it may be told; `expiresAt`: another took its place, and it is good until then. */
export interface ScimTokenView {
  readonly id: string;
  readonly createdAt: string;
  readonly expiresAt?: string;
}

/** The tokens of a connection that are neither revoked nor over. */
export const liveTokensOf = ({ tokens }: ScimConnection, now: string): readonly ScimTokenView[] =>
  tokens
    .filter((token) => isScimTokenLive(token, now))
    .map(({ tokenId: id, createdAt, until }) => ({
      id,
      createdAt,
      ...(until === undefined ? {} : { expiresAt: until }),
    }));

/** A connection as it may be told, with the tokens that are good. */
export interface ToldScimConnection {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly tokens: readonly ScimTokenView[];
}

/** A connection as it stands, with its ETag. */
export const toldScimConnection = (
  connection: ScimConnection,
  now: string,
): { readonly item: ToldScimConnection; readonly revision: number } => {
  const { connectionId: id, name, createdAt } = connection;
  const item = { id, name, createdAt, tokens: liveTokensOf(connection, now) };
  return { item, revision: connectionRevision(connection, now) };
};
