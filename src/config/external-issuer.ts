import { BadConfiguration } from './bad-configuration';
import type { ExternalIssuer } from './config';
import { shown, valueOf, type Environment } from './environment';
import { isLoopback } from './loopback';

const TOGETHER = ['KEYLEDGER_JWT_ISSUER', 'KEYLEDGER_JWKS_URL', 'KEYLEDGER_JWT_AUDIENCE'] as const;

const webUrl = (name: string, value: string): URL => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url !== undefined && ['https:', 'http:'].includes(url.protocol)) return url;
  throw new BadConfiguration(`${name} is ${shown(value)}; give a whole URL that begins with https://.`);
};

/** The external OpenID Connect issuer; undefined when none is named and the built-in one serves. */
export const externalIssuer = (env: Environment): ExternalIssuer | undefined => {
  const [issuer, jwksUrl, audience] = TOGETHER.map((name) => valueOf(env, name));
  const emailClaim = valueOf(env, 'KEYLEDGER_JWT_EMAIL_CLAIM');
  if (issuer === undefined && jwksUrl === undefined && audience === undefined) {
    if (emailClaim === undefined) return undefined;
    throw new BadConfiguration(
      `KEYLEDGER_JWT_EMAIL_CLAIM is set without an external issuer; set ${TOGETHER.join(', ')} too, or unset it.`,
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
  return { issuer, jwksUrl, audience, emailClaim: emailClaim ?? 'email' };
};
