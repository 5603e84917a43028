import type { JWTPayload } from 'jose';
import { TokenRejected, type Principal } from '../../kernel/token-verifier';

/** Longest subject OpenID Connect Core § 2 allows. */
const SUBJECT = /^[\x20-\x7e]{1,255}$/;
const EMAIL = /^[^\s@\p{Cc}\p{Cs}]{1,64}@[^\s@\p{Cc}\p{Cs}]{1,189}$/u;

/** Names of the claims that hold the e-mail, and the issuer's word that it is the bearer's. */
export interface EmailClaims {
  readonly email: string;
  readonly verified: string;
}

/** What the claims of a token already verified say of its bearer. An e-mail that is none is no e-mail. */
export const principalOf = (claims: JWTPayload, names: EmailClaims): Principal => {
  const { iss, sub, exp } = claims;
  if (iss === undefined || exp === undefined || sub === undefined || !SUBJECT.test(sub)) {
    throw new TokenRejected('The token does not say whose it is (sub).');
  }
  const own = (name: string): unknown => (Object.hasOwn(claims, name) ? claims[name] : undefined);
  const [email, verified] = [own(names.email), own(names.verified)];
  return {
    issuer: iss,
    subject: sub,
    ...(typeof email === 'string' && EMAIL.test(email) ? { email } : {}),
    // Some issuers write the boolean as text.
    emailVerified: verified === true || verified === 'true',
    support: claims['support'] === true,
    expiresAt: exp * 1000,
  };
};
