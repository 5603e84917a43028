/** A join token that only this server can open, bound to the keys it is to let in. Base64url. */
export interface SealedToken {
  readonly enc: string;
  readonly ciphertext: string;
}

/** How this server proves to agents that it is the one their join token is from, before it is told the token. */
export abstract class ServerProof {
  /** Ed25519 public key of the server, raw, base64url. */
  abstract readonly serverKey: string;
  /** How each former key of the server leads to it; see `wire/server-key-announcement.ts`. */
  abstract readonly announcements: readonly {
    readonly formerKey: string;
    readonly key: string;
    readonly signature: string;
  }[];
  /** `nonce`: 32 random bytes of the agent's, base64url. */
  abstract of(nonce: string): {
    readonly serverKey: string;
    readonly sealingKey: string;
    readonly proof: string;
    readonly announcements: ServerProof['announcements'];
  };
  /** Undefined: it was not sealed to this server for these keys. */
  abstract open(sealed: SealedToken, keys: { signingKey: string; sealingKey: string }): Promise<string | undefined>;
}
