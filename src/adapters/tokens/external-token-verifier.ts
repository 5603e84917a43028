import { jwtVerify } from 'jose';
import type { ExternalIssuer } from '../../config/config';
import type { Clock } from '../../kernel/clock';
import { IssuerUnavailable } from '../../kernel/issuer-unavailable';
import type { TokenVerifier } from '../../kernel/token-verifier';
import { IssuerKeys, RETRY_S, type IssuerKeysOptions } from './issuer-keys';
import { principalOf } from './principal-of';
import { assertIssuer, whyRejected } from './why-rejected';

/** Signatures only (RFC 7518 § 3.1, RFC 8037): with HMAC the public key would be the secret, `none` is no signature. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/** Clocks differ between machines. */
const TOLERANCE_S = 5;

/** Judges tokens of an OpenID Connect issuer by the keys it publishes. */
export const externalTokenVerifier = (
  external: ExternalIssuer,
  clock: Clock,
  options: IssuerKeysOptions = {},
): TokenVerifier => {
  const keys = new IssuerKeys(external.jwksUrl, clock, { staleMs: external.staleMs, ...options });
  return {
    verify: async (token) => {
      assertIssuer(token, external.issuer);
      const { payload } = await jwtVerify(token, keys.find, {
        algorithms: ALGORITHMS,
        issuer: external.issuer,
        audience: external.audience,
        requiredClaims: ['sub', 'exp'],
        clockTolerance: TOLERANCE_S,
        currentDate: new Date(clock.now()),
      }).catch((error: unknown) => {
        const rejected = whyRejected(error);
        if (rejected !== undefined) throw rejected;
        if (error instanceof IssuerUnavailable) throw error;
        options.onFetch?.(error);
        throw new IssuerUnavailable(RETRY_S);
      });
      const claims = { email: external.emailClaim, verified: external.emailVerifiedClaim };
      const principal = principalOf(payload, claims);
      return external.emailTrusted === true ? { ...principal, emailVerified: true } : principal;
    },
  };
};
