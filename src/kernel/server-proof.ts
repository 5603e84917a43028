/** A join token that only this server can open, bound to the keys it is to let in. Base64url. */
export interface SealedToken {
  readonly enc: string;
  readonly ciphertext: string;
}

/** How this server proves to agents that it is the one their join token is from, before it is told the token. */
export interface ServerProof {
  /** `nonce`: 32 random bytes of the agent's, base64url. */
  of(nonce: string): { readonly serverKey: string; readonly sealingKey: string; readonly proof: string };
  /** Undefined: it was not sealed to this server for these keys. */
  open(sealed: SealedToken, keys: { signingKey: string; sealingKey: string }): Promise<string | undefined>;
}
