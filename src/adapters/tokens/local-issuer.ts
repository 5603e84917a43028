import type { KeyObject } from 'node:crypto';
import { LOCAL_ISSUER } from '../../../wire/local-token';
import type { Clock } from '../../kernel/clock';
import { foldEmail } from '../../kernel/fold-email';
import { TokenRejected } from '../../kernel/token-rejected';
import { judgeClaims } from './judge-claims';
import { principalOf } from './principal-of';
import type { TokenIssuer } from './token-issuer';

/** The built-in issuer names people by their e-mail, which may be of any script. */
const SUBJECT = /^[^\p{Cc}\p{Cs}]{1,254}$/u;

/** The built-in issuer: ES256 by its own key, and nothing else. */
export const localIssuer = (publicKey: KeyObject, clock: Clock): TokenIssuer => ({
  issuer: LOCAL_ISSUER,
  keyOf: async ({ alg }) => {
    if (alg !== 'ES256') throw new TokenRejected('algorithm', alg);
    return publicKey;
  },
  principalOf: (claims) => {
    judgeClaims(claims, { issuer: LOCAL_ISSUER, audience: LOCAL_ISSUER, now: clock.now(), toleranceMs: 0 });
    const { sub } = claims;
    const named = typeof sub === 'string' ? { ...claims, sub: foldEmail(sub) } : claims;
    return principalOf(named, { email: 'email', verified: 'email_verified' }, SUBJECT);
  },
});
