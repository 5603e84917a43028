import type { JWTPayload } from 'jose';
import { TokenRejected, type Principal } from '../../kernel/token-verifier';

/** Longest subject OpenID Connect Core § 2 allows. */
const SUBJECT = /^[\x20-\x7e]{1,255}$/;
const EMAIL = /^[^\s@\p{Cc}\p{Cs}]{1,64}@[^\s@\p{Cc}\p{Cs}]{1,189}$/u;

/** What the claims of a token already verified say of its bearer. An e-mail that is none is no e-mail. */
export const principalOf = (claims: JWTPayload, emailClaim: string): Principal => {
  const { iss, sub, exp } = claims;
  if (iss === undefined || exp === undefined || sub === undefined || !SUBJECT.test(sub)) {
    throw new TokenRejected('the token does not say whose it is');
  }
  const email = claims[emailClaim];
  return {
    issuer: iss,
    subject: sub,
    ...(typeof email === 'string' && EMAIL.test(email) ? { email } : {}),
    // Some issuers write the boolean as text.
    emailVerified: claims['email_verified'] === true || claims['email_verified'] === 'true',
    support: claims['support'] === true,
    expiresAt: exp * 1000,
  };
};
