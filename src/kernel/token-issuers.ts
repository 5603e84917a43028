/** Whom a token speaks of, as its issuer says. What the user may do stands elsewhere. */
export interface Principal {
  readonly issuer: string;
  /** Unique with that issuer, for ever. */
  readonly subject: string;
  /** As the token spells it. */
  readonly email?: string;
  /** The issuer has seen that the e-mail belongs to the bearer. */
  readonly emailVerified: boolean;
  /** The e-mail lies in a domain for whose addresses this issuer may not vouch. */
  readonly emailOutside?: true;
  /** As its issuer names the groups the bearer is in; absent: the token says nothing of groups that is listened to. */
  readonly groups?: readonly string[];
  /** The vendor's support. */
  readonly support: boolean;
  /** The token says nothing any more from then on, ms since 1970. */
  readonly expiresAt: number;
}

/** The claims of a token, as JSON gave them: nothing of their shape is known yet. */
export type TokenClaims = Readonly<Record<string, unknown>>;

/** How a token may be signed: signatures only. With HMAC the public key would be the secret, `none` is no signature. */
export const TOKEN_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
] as const;

/** A public key, ready to verify with. What it is made of is between whoever holds it and whoever verifies. */
export type VerificationKey = object;

/** The issuers whose tokens are believed. */
export abstract class TokenIssuers {
  /**
   * The key of its issuer with which the token says it is signed. Nothing the token says of keys is followed but the name
   * (`kid`). Errors: `TokenRejected`; `IssuerUnavailable` when the issuer's keys can't be fetched.
   */
  abstract keyOf(token: string): Promise<VerificationKey>;
  /** Whom the claims of a token speak of, once its signature verified. Errors: `TokenRejected`. */
  abstract principalOf(claims: TokenClaims): Principal;
  /** Of a token that verified less than a minute ago and has not expired; refusals are not remembered. */
  abstract remembered(token: string): Principal | undefined;
  abstract remember(token: string, principal: Principal): void;
}
