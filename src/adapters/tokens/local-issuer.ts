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

/** A key that verifies, and its name. */
export interface IssuerKey {
  readonly publicKey: KeyObject;
  readonly kid: string;
}

/** The key in force, then former ones that are still good. */
export type LocalKeys = () => readonly [IssuerKey, ...IssuerKey[]];

/** The built-in issuer: ES256 by the key in force or by a former one that is still good, and nothing else. */
export const localIssuer = (keys: LocalKeys, clock: Clock): TokenIssuer => ({
  issuer: LOCAL_ISSUER,
  keyOf: async ({ alg, kid }) => {
    if (alg !== 'ES256') throw new TokenRejected('algorithm', alg);
    const [inForce, ...former] = keys();
    // A name that is nobody's is judged by the key in force, which did not sign it.
    return (former.find((key) => key.kid === kid) ?? inForce).publicKey;
  },
  principalOf: (claims) => {
    judgeClaims(claims, { issuer: LOCAL_ISSUER, audience: LOCAL_ISSUER, now: clock.now(), toleranceMs: 0 });
    const { sub } = claims;
    const named = typeof sub === 'string' ? { ...claims, sub: foldEmail(sub) } : claims;
    return principalOf(named, { email: 'email', verified: 'email_verified' }, SUBJECT);
  },
});
