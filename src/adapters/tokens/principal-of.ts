import type { JWTPayload } from 'jose';
import { hasEmailForm } from '../../kernel/email-complaint';
import { TokenRejected, type Principal } from '../../kernel/token-verifier';
import { entryOf } from '../../kernel/entry-of';

/** Longest subject OpenID Connect Core § 2 allows. */
const SUBJECT = /^[\x20-\x7e]{1,255}$/;

/** Names of the claims that hold the e-mail, and the issuer's word that it is the bearer's. */
export interface EmailClaims {
  readonly email: string;
  readonly verified: string;
}

/**
 * What the claims of a token already verified say of its bearer. An e-mail that is none is no e-mail. `subjects`: how the
 * issuer writes its subjects.
 */
export const principalOf = (claims: JWTPayload, names: EmailClaims, subjects = SUBJECT): Principal => {
  const { iss, sub, exp } = claims;
  if (iss === undefined || exp === undefined || sub === undefined || !subjects.test(sub)) {
    throw new TokenRejected('The token does not say whose it is (sub).');
  }
  const [email, verified] = [entryOf(claims, names.email), entryOf(claims, names.verified)];
  return {
    issuer: iss,
    subject: sub,
    ...(typeof email === 'string' && hasEmailForm(email) ? { email } : {}),
    // Some issuers write the boolean as text.
    emailVerified: verified === true || verified === 'true',
    support: claims['support'] === true,
    expiresAt: exp * 1000,
  };
};
