import { hasEmailForm } from '../../kernel/email-complaint';
import { entryOf } from '../../kernel/entry-of';
import type { Principal, TokenClaims } from '../../kernel/token-issuers';
import { TokenRejected } from '../../kernel/token-rejected';

/** Longest subject OpenID Connect Core § 2 allows. */
const SUBJECT = /^[\x20-\x7e]{1,255}$/;

/** Names of the claims that hold the e-mail, and the issuer's word that it is the bearer's. */
export interface EmailClaims {
  readonly email: string;
  readonly verified: string;
}

/**
 * What claims already judged say of the bearer. An e-mail that is none is no e-mail. `subjects`: how the issuer writes its
 * subjects. Errors: `TokenRejected`.
 */
export const principalOf = (claims: TokenClaims, names: EmailClaims, subjects = SUBJECT): Principal => {
  const { iss, sub, exp, support } = claims;
  if (typeof sub !== 'string' || !subjects.test(sub)) throw new TokenRejected('subject');
  const [email, verified] = [entryOf(claims, names.email), entryOf(claims, names.verified)];
  return {
    issuer: iss as string,
    subject: sub,
    ...(typeof email === 'string' && hasEmailForm(email) ? { email } : {}),
    // Some issuers write the boolean as text.
    emailVerified: verified === true || verified === 'true',
    support: support === true,
    expiresAt: (exp as number) * 1000,
  };
};
