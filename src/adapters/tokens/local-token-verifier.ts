import type { KeyObject } from 'node:crypto';
import { jwtVerify } from 'jose';
import { LOCAL_ISSUER } from '../../../wire/local-token';
import type { Clock } from '../../kernel/clock';
import { foldEmail } from '../../kernel/fold-email';
import { TokenRejected, type TokenVerifier } from '../../kernel/token-verifier';
import { principalOf } from './principal-of';
import { assertIssuer, whyRejected } from './why-rejected';

/** The built-in issuer names people by their e-mail, which may be of any script. */
const SUBJECT = /^[^\p{Cc}\p{Cs}]{1,254}$/u;

/** Judges tokens of the built-in issuer: ES256 by its own key, and nothing else. */
export const localTokenVerifier = (publicKey: KeyObject, clock: Clock): TokenVerifier => ({
  verify: async (token) => {
    assertIssuer(token, LOCAL_ISSUER);
    const { payload } = await jwtVerify(token, publicKey, {
      algorithms: ['ES256'],
      issuer: LOCAL_ISSUER,
      audience: LOCAL_ISSUER,
      requiredClaims: ['sub', 'exp'],
      currentDate: new Date(clock.now()),
    }).catch((error: unknown) => {
      throw whyRejected(error) ?? new TokenRejected('The token does not verify.', { cause: error });
    });
    const { sub } = payload;
    const named = sub === undefined ? payload : { ...payload, sub: foldEmail(sub) };
    return principalOf(named, { email: 'email', verified: 'email_verified' }, SUBJECT);
  },
});
