import type { JWTPayload } from 'jose';
import { hasEmailForm } from '../../kernel/email-complaint';
import { TokenRejected, type Principal } from '../../kernel/token-verifier';
import { entryOf } from '../../kernel/entry-of';

/** Longest subject OpenID Connect Core § 2 allows. */
const SUBJECT = /^[\x20-\x7e]{1,255}$/;

/**
 * What the claims of a token already verified say of its bearer. An e-mail that is none is no e-mail. `subjects`: how the
 * issuer writes its subjects.
 */
export const principalOf = (claims: JWTPayload, emailClaim: string, subjects = SUBJECT): Principal => {
  const { iss, sub, exp } = claims;
  if (iss === undefined || exp === undefined || sub === undefined || !subjects.test(sub)) {
    throw new TokenRejected('the token does not say whose it is');
  }
  const email = entryOf(claims, emailClaim);
  return {
    issuer: iss,
    subject: sub,
    ...(typeof email === 'string' && hasEmailForm(email) ? { email } : {}),
    // Some issuers write the boolean as text.
    emailVerified: claims['email_verified'] === true || claims['email_verified'] === 'true',
    support: claims['support'] === true,
    expiresAt: exp * 1000,
  };
};
