/** What a token of a SCIM connection says, before anybody asked whether it is known. */
export interface ReadScimToken {
  readonly connectionId: string;
  /** By every key that is good, the one in force first. */
  readonly hashes: readonly string[];
}

/**
 * Tokens of SCIM connections: `kls_`, then what names the connection and 256 random bits, then a checksum by which a scanner
 * tells one from other text. Kept of it is a keyed hash alone.
 */
export abstract class ScimTokens {
  abstract make(connectionId: string): { readonly token: string; readonly hash: string };
  /** Undefined: it is no such token, or was mistyped. */
  abstract read(token: string): ReadScimToken | undefined;
}

/** What every such token begins with. */
export const SCIM_TOKEN_PREFIX = 'kls_';
