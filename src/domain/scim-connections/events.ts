import type { DomainEvent } from '../../kernel/event';

/** An identity provider may fill the directory: what it makes there is this connection's own. */
export type ScimConnectionCreated = DomainEvent<
  'keyledger.scim-connection-created.v1',
  { connectionId: string; name: string; createdAt: string; createdBy: string }
>;
/**
 * A token of the connection, kept as a keyed hash. `previousUntil`: until then the one in use before is good as well, so that
 * the identity provider can be told the new one meanwhile; absent: there was none.
 */
export type ScimTokenMade = DomainEvent<
  'keyledger.scim-token-made.v1',
  { connectionId: string; tokenId: string; hash: string; createdAt: string; createdBy: string; previousUntil?: string }
>;
/** The token is good for nothing from now on. */
export type ScimTokenRevoked = DomainEvent<
  'keyledger.scim-token-revoked.v1',
  { connectionId: string; tokenId: string }
>;
/** Nobody fills the directory through it any more, and what was its own is nobody's. */
export type ScimConnectionDeleted = DomainEvent<'keyledger.scim-connection-deleted.v1', { connectionId: string }>;

export type ScimConnectionEvent = ScimConnectionCreated | ScimTokenMade | ScimTokenRevoked | ScimConnectionDeleted;
