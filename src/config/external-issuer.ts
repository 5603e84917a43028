import { BadConfiguration } from './bad-configuration';
import type { ExternalIssuer } from './config';
import { emailClaims } from './issuer-rules';
import { issuersFile, ISSUERS_FILE } from './issuers-file';
import type { VariableName, Variables } from './variables';

const TOGETHER = ['KEYLEDGER_JWT_ISSUER', 'KEYLEDGER_JWKS_URL', 'KEYLEDGER_JWT_AUDIENCE'] as const;
const OF_ONE_ISSUER = [
  'KEYLEDGER_JWT_EMAIL_CLAIM',
  'KEYLEDGER_JWT_EMAIL_VERIFIED_CLAIM',
  'KEYLEDGER_JWT_EMAIL_TRUSTED',
  'KEYLEDGER_JWT_GROUPS_CLAIM',
] as const;

const DAY_S = 24 * 60 * 60;

const firstSet = (variables: Variables, names: readonly VariableName[]): VariableName | undefined =>
  names.find((name) => variables.given.has(name));

const oneIssuer = (variables: Variables): ExternalIssuer | undefined => {
  const [issuer, jwksUrl, audience] = TOGETHER.map((name) => variables[name]);
  if (issuer === undefined && jwksUrl === undefined && audience === undefined) {
    const alone = firstSet(variables, [...OF_ONE_ISSUER, 'KEYLEDGER_JWKS_STALE_S']);
    if (alone === undefined) return undefined;
    throw new BadConfiguration(
      `${alone} is set without an external issuer; set ${TOGETHER.join(', ')} too, or unset it.`,
    );
  }
  if (issuer === undefined || jwksUrl === undefined || audience === undefined) {
    const missing = TOGETHER.filter((name) => variables[name] === undefined);
    throw new BadConfiguration(
      `An external issuer needs ${TOGETHER.join(', ')} together; ${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} not set.`,
    );
  }
  const [email, verified, trusted] = OF_ONE_ISSUER;
  const { KEYLEDGER_JWT_GROUPS_CLAIM: groupsClaim } = variables;
  return {
    issuer,
    jwksUrl,
    audience,
    ...emailClaims({
      email: variables[email],
      verified: variables[verified],
      trusted: variables[trusted],
      names: { email, verified, trusted: `${trusted}=1` },
    }),
    ...(groupsClaim === undefined ? {} : { groupsClaim }),
  };
};

const listed = (variables: Variables, path: string): readonly ExternalIssuer[] => {
  const beside = firstSet(variables, [...TOGETHER, ...OF_ONE_ISSUER]);
  if (beside === undefined) return issuersFile(path);
  throw new BadConfiguration(
    `${beside} speaks of one issuer, and ${ISSUERS_FILE} lists them; put it into that file, or unset one of the two.`,
  );
};

/** The external OpenID Connect issuers; empty when none is named and the built-in one serves. Throws {@link BadConfiguration}. */
export const externalIssuers = (variables: Variables): readonly ExternalIssuer[] => {
  const { KEYLEDGER_JWT_ISSUERS_FILE: path, KEYLEDGER_JWKS_STALE_S: staleS } = variables;
  const one = path === undefined ? oneIssuer(variables) : undefined;
  const issuers = path === undefined ? [one].filter((each) => each !== undefined) : listed(variables, path);
  return staleS === DAY_S ? issuers : issuers.map((each) => ({ ...each, staleMs: staleS * 1000 }));
};
