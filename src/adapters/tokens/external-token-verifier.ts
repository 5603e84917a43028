import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import type { ExternalIssuer } from '../../config/config';
import type { Clock } from '../../kernel/clock';
import { StoreUnavailable } from '../../kernel/store-errors';
import { TokenRejected, type TokenVerifier } from '../../kernel/token-verifier';
import { principalOf } from './principal-of';

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
const FETCH_MS = 5_000;
const KEYS_FRESH_MS = 10 * 60_000;
/** An unknown key id asks for the keys again, but not more often: tokens with made-up ids must not become requests to the issuer. */
const COOLDOWN_MS = 10_000;

const OF_THE_TOKEN = [
  errors.JWTClaimValidationFailed,
  errors.JWTExpired,
  errors.JWTInvalid,
  errors.JWSInvalid,
  errors.JWSSignatureVerificationFailed,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
  errors.JWKSNoMatchingKey,
  errors.JWKSMultipleMatchingKeys,
];

/** Judges tokens of an OpenID Connect issuer by the keys it publishes, which may rotate at any time. */
export const externalTokenVerifier = (
  external: ExternalIssuer,
  clock: Clock,
  { cooldownMs = COOLDOWN_MS }: { readonly cooldownMs?: number } = {},
): TokenVerifier => {
  const keys = createRemoteJWKSet(new URL(external.jwksUrl), {
    timeoutDuration: FETCH_MS,
    cacheMaxAge: KEYS_FRESH_MS,
    cooldownDuration: cooldownMs,
  });
  return {
    verify: async (token) => {
      const { payload } = await jwtVerify(token, keys, {
        algorithms: ALGORITHMS,
        issuer: external.issuer,
        audience: external.audience,
        requiredClaims: ['sub', 'exp'],
        clockTolerance: TOLERANCE_S,
        currentDate: new Date(clock.now()),
      }).catch((error: unknown) => {
        if (OF_THE_TOKEN.some((kind) => error instanceof kind)) {
          throw new TokenRejected('the token does not verify', { cause: error });
        }
        throw new StoreUnavailable('the keys of the token issuer can not be fetched', { cause: error });
      });
      return principalOf(payload, external.emailClaim);
    },
  };
};
