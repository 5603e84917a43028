/** Whom a token speaks of, as its issuer says. What he may do stands elsewhere. */
export interface Principal {
  readonly issuer: string;
  /** Unique with that issuer, for ever. */
  readonly subject: string;
  /** As the token spells it. */
  readonly email?: string;
  /** The issuer has seen that the e-mail is his. */
  readonly emailVerified: boolean;
  /** The vendor's support. */
  readonly support: boolean;
  /** The token says nothing any more from then on, ms since 1970. */
  readonly expiresAt: number;
}

/**
 * The token is expired, forged, malformed, of another issuer or for somebody else. The message says which, in a sentence its
 * bearer may read: it holds no more than the token's own claims, and never the token.
 */
export class TokenRejected extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = 'TokenRejected';
  }
}

/** Judges bearer tokens. Errors: {@link TokenRejected}; `IssuerUnavailable` when the issuer's keys can't be fetched. */
export interface TokenVerifier {
  verify(token: string): Promise<Principal>;
}
