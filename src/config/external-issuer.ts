import { BadConfiguration } from './bad-configuration';
import type { ExternalIssuer } from './config';
import { flag, valueOf, wholeNumberIn, type Environment } from './environment';
import { emailClaims, issuerName, keySetUrl } from './issuer-rules';
import { issuersFile, ISSUERS_FILE } from './issuers-file';

const TOGETHER = ['KEYLEDGER_JWT_ISSUER', 'KEYLEDGER_JWKS_URL', 'KEYLEDGER_JWT_AUDIENCE'] as const;
const OF_ONE_ISSUER = [
  'KEYLEDGER_JWT_EMAIL_CLAIM',
  'KEYLEDGER_JWT_EMAIL_VERIFIED_CLAIM',
  'KEYLEDGER_JWT_EMAIL_TRUSTED',
  'KEYLEDGER_JWT_GROUPS_CLAIM',
] as const;
const STALE_S = 'KEYLEDGER_JWKS_STALE_S';

const DAY_S = 24 * 60 * 60;

const oneIssuer = (env: Environment): ExternalIssuer | undefined => {
  const [issuer, jwksUrl, audience] = TOGETHER.map((name) => valueOf(env, name));
  if (issuer === undefined && jwksUrl === undefined && audience === undefined) {
    const alone = [...OF_ONE_ISSUER, STALE_S].find((name) => valueOf(env, name) !== undefined);
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
  const [email, verified, trusted, groups] = OF_ONE_ISSUER;
  const groupsClaim = valueOf(env, groups);
  return {
    issuer: issuerName('KEYLEDGER_JWT_ISSUER', issuer),
    jwksUrl: keySetUrl('KEYLEDGER_JWKS_URL', jwksUrl),
    audience,
    ...emailClaims({
      email: valueOf(env, email),
      verified: valueOf(env, verified),
      trusted: flag(env, trusted),
      names: { email, verified, trusted: `${trusted}=1` },
    }),
    ...(groupsClaim === undefined ? {} : { groupsClaim }),
  };
};

const listed = (env: Environment, path: string): readonly ExternalIssuer[] => {
  const beside = [...TOGETHER, ...OF_ONE_ISSUER].find((name) => valueOf(env, name) !== undefined);
  if (beside === undefined) return issuersFile(path);
  throw new BadConfiguration(
    `${beside} speaks of one issuer, and ${ISSUERS_FILE} lists them; put it into that file, or unset one of the two.`,
  );
};

/** The external OpenID Connect issuers; empty when none is named and the built-in one serves. Throws {@link BadConfiguration}. */
export const externalIssuers = (env: Environment): readonly ExternalIssuer[] => {
  const path = valueOf(env, ISSUERS_FILE);
  const one = path === undefined ? oneIssuer(env) : undefined;
  const issuers = path === undefined ? [one].filter((each) => each !== undefined) : listed(env, path);
  const staleS = wholeNumberIn(env, STALE_S, { least: 0, most: 30 * DAY_S, otherwise: DAY_S });
  return staleS === DAY_S ? issuers : issuers.map((each) => ({ ...each, staleMs: staleS * 1000 }));
};
