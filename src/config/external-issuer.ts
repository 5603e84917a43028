import { BadConfiguration } from './bad-configuration';
import type { ExternalIssuer } from './config';
import { flag, shown, valueOf, wholeNumber, type Environment } from './environment';
import { isLoopback } from './loopback';

const TOGETHER = ['KEYLEDGER_JWT_ISSUER', 'KEYLEDGER_JWKS_URL', 'KEYLEDGER_JWT_AUDIENCE'] as const;

const webUrl = (name: string, value: string): URL => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  // One with a user in it can't be fetched, and would be logged with its password.
  if (url?.username !== '' || url.password !== '') {
    throw new BadConfiguration(`${name} can't be used; give a whole URL that begins with https://, without a user.`);
  }
  if (['https:', 'http:'].includes(url.protocol)) return url;
  throw new BadConfiguration(`${name} is ${shown(value)}; give a whole URL that begins with https://.`);
};

/** OpenID Connect Core § 5.1 defines a proof for the claim `email` alone: any other may hold what its bearer typed there. */
const verifiedClaim = (env: Environment, emailClaim: string): string => {
  const claim = valueOf(env, 'KEYLEDGER_JWT_EMAIL_VERIFIED_CLAIM');
  if (claim === emailClaim) {
    throw new BadConfiguration(
      `KEYLEDGER_JWT_EMAIL_VERIFIED_CLAIM is ${shown(claim)}, the claim that holds the e-mail; name the one that is true when it was verified.`,
    );
  }
  if (claim !== undefined) return claim;
  if (emailClaim === 'email') return 'email_verified';
  throw new BadConfiguration(
    `KEYLEDGER_JWT_EMAIL_CLAIM is ${shown(emailClaim)}, of which email_verified says nothing; set KEYLEDGER_JWT_EMAIL_VERIFIED_CLAIM to the claim that proves it, or unset it for email.`,
  );
};

const ONLY_WITH_ISSUER = [
  'KEYLEDGER_JWT_EMAIL_CLAIM',
  'KEYLEDGER_JWT_EMAIL_VERIFIED_CLAIM',
  'KEYLEDGER_JWT_EMAIL_TRUSTED',
  'KEYLEDGER_JWKS_STALE_S',
] as const;

const DAY_S = 24 * 60 * 60;

/** Whether every address of the issuer is believed; then no claim that proves one may be named, as it would prove nothing. */
const emailTrusted = (env: Environment): boolean => {
  const isTrusted = flag(env, 'KEYLEDGER_JWT_EMAIL_TRUSTED');
  if (!isTrusted || valueOf(env, 'KEYLEDGER_JWT_EMAIL_VERIFIED_CLAIM') === undefined) return isTrusted;
  throw new BadConfiguration(
    'KEYLEDGER_JWT_EMAIL_TRUSTED=1 believes every address, so KEYLEDGER_JWT_EMAIL_VERIFIED_CLAIM would prove nothing; unset one of them.',
  );
};

/** The external OpenID Connect issuer; undefined when none is named and the built-in one serves. */
export const externalIssuer = (env: Environment): ExternalIssuer | undefined => {
  const [issuer, jwksUrl, audience] = TOGETHER.map((name) => valueOf(env, name));
  if (issuer === undefined && jwksUrl === undefined && audience === undefined) {
    const alone = ONLY_WITH_ISSUER.find((name) => valueOf(env, name) !== undefined);
    if (alone === undefined) return undefined;
    throw new BadConfiguration(
      `${alone} is set without an external issuer; set ${TOGETHER.join(', ')} too, or unset it.`,
    );
  }
  if (issuer === undefined || jwksUrl === undefined || audience === undefined) {
    const missing = TOGETHER.filter((name) => valueOf(env, name) === undefined);
    throw new BadConfiguration(
      `An external issuer needs ${TOGETHER.join(', ')} together; ${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} not set.`,
    );
  }
  webUrl('KEYLEDGER_JWT_ISSUER', issuer);
  const keys = webUrl('KEYLEDGER_JWKS_URL', jwksUrl);
  if (keys.protocol === 'http:' && !isLoopback(keys.hostname)) {
    throw new BadConfiguration(
      `KEYLEDGER_JWKS_URL is ${shown(jwksUrl)}; give an https:// address: whoever can change the answer on the way can sign in as anybody.`,
    );
  }
  const emailClaim = valueOf(env, 'KEYLEDGER_JWT_EMAIL_CLAIM') ?? 'email';
  const isTrusted = emailTrusted(env);
  const staleS = wholeNumber(env, 'KEYLEDGER_JWKS_STALE_S', { least: 0, most: 30 * DAY_S, otherwise: DAY_S });
  return {
    issuer,
    jwksUrl,
    audience,
    emailClaim,
    emailVerifiedClaim: isTrusted ? 'email_verified' : verifiedClaim(env, emailClaim),
    ...(isTrusted ? { emailTrusted: true } : {}),
    ...(staleS === DAY_S ? {} : { staleMs: staleS * 1000 }),
  };
};
