/** A join token as it is handed out, and all that is kept of it. */
export interface MadeJoinToken {
  readonly token: string;
  /** SHA-256 of its secret, hex. */
  readonly tokenHash: string;
}

/** What makes a host's agent and the server sure of each other the first time they meet. */
export abstract class JoinTokens {
  /** Ed25519 public key of the server, raw, base64url; every join token carries its fingerprint. */
  abstract readonly serverKey: string;
  /**
   * The token of this id: unguessable, and the same every time while its key is in force, so that a repeated request can be
   * answered without keeping it.
   */
  abstract of(hostId: string, tokenId: string): MadeJoinToken;
  /** The one of this id that has this hash; undefined where the key that made it is no longer good. */
  abstract again(hostId: string, tokenId: string, tokenHash: string): MadeJoinToken | undefined;
  /** Where a token belongs and what is kept of it; undefined: it is none. */
  abstract read(token: string): { readonly hostId: string; readonly tokenHash: string } | undefined;
}
