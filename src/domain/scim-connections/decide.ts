import { entryOf } from '../../kernel/entry-of';
import { refuse, type Refusal } from '../../kernel/refusal';
import { timestamp } from '../../kernel/time';
import type { ScimConnectionEvent, ScimTokenMade } from './events';
import type { ScimConnection, ScimConnectionsState, ScimToken } from './state';

/** Every request of one reads them all. */
const MOST_CONNECTIONS = 50;
/** One in use, and one that follows it. */
const MOST_TOKENS = 2;
/** How long the token in use stays good once another was made. */
const OVERLAP_MS = 24 * 60 * 60 * 1000;

export const noScimConnection = (): Refusal => refuse('NOT_FOUND', 'There is no such SCIM connection.');

/** Whether a token still says anything at a moment. */
export const isScimTokenLive = ({ until }: ScimToken, now: string): boolean => until === undefined || now < until;

/**
 * What is seen of a connection, as a number: its ETag. Tokens go by themselves as their time is over; a fact counts twice, so that
 * one that a node with a clock behind decides has another number than what others saw by then.
 */
export const connectionRevision = ({ tokens, facts }: Pick<ScimConnection, 'tokens' | 'facts'>, now: string): number =>
  2 * facts + tokens.filter((token) => !isScimTokenLive(token, now)).length;

/** Until when the token in use stays good once another is made now, RFC 3339. */
export const overlapAfter = (now: string): string => timestamp(Date.parse(now) + OVERLAP_MS);

export const createScimConnection = (
  { connections }: ScimConnectionsState,
  made: {
    readonly connectionId: string;
    readonly name: string;
    readonly createdAt: string;
    readonly createdBy: string;
  },
  token: { readonly tokenId: string; readonly hash: string },
): readonly ScimConnectionEvent[] | Refusal => {
  if (entryOf(connections, made.connectionId) !== undefined) return [];
  if (Object.keys(connections).length >= MOST_CONNECTIONS) {
    return refuse('CONFLICT', `There are at most ${MOST_CONNECTIONS} SCIM connections. Delete one that is not used.`);
  }
  const { connectionId, createdAt, createdBy } = made;
  return [
    { type: 'keyledger.scim-connection-created.v1', data: made },
    { type: 'keyledger.scim-token-made.v1', data: { connectionId, ...token, createdAt, createdBy } },
  ];
};

export const makeScimToken = (
  { connections }: ScimConnectionsState,
  token: Omit<ScimTokenMade['data'], 'previousUntil'>,
): readonly ScimConnectionEvent[] | Refusal => {
  const { connectionId, tokenId, createdAt: now } = token;
  const found = entryOf(connections, connectionId);
  if (found === undefined) return noScimConnection();
  if (found.tokens.some((each) => each.tokenId === tokenId)) return [];
  const live = found.tokens.filter((each) => isScimTokenLive(each, now));
  if (live.length >= MOST_TOKENS) {
    return refuse(
      'CONFLICT',
      'Two tokens of this SCIM connection are valid. Revoke the one that is not used any more.',
    );
  }
  const overlap = live.some(({ until }) => until === undefined) ? { previousUntil: overlapAfter(now) } : {};
  return [{ type: 'keyledger.scim-token-made.v1', data: { ...token, ...overlap } }];
};

export const revokeScimToken = (
  { connections }: ScimConnectionsState,
  connectionId: string,
  tokenId: string,
): readonly ScimConnectionEvent[] | Refusal => {
  const found = entryOf(connections, connectionId);
  if (found === undefined) return noScimConnection();
  return found.tokens.some((each) => each.tokenId === tokenId)
    ? [{ type: 'keyledger.scim-token-revoked.v1', data: { connectionId, tokenId } }]
    : refuse('NOT_FOUND', 'There is no such token.');
};

export const deleteScimConnection = (
  { connections }: ScimConnectionsState,
  connectionId: string,
): readonly ScimConnectionEvent[] | Refusal =>
  entryOf(connections, connectionId) === undefined
    ? noScimConnection()
    : [{ type: 'keyledger.scim-connection-deleted.v1', data: { connectionId } }];
