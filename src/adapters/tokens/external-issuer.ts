import type { ExternalIssuer } from '../../config/config';
import type { Clock } from '../../kernel/clock';
import { mailDomainOf } from '../../kernel/mail-domain';
import { groupsOf } from './groups-of';
import { IssuerKeys, type IssuerKeysOptions } from './issuer-keys';
import { judgeClaims } from './judge-claims';
import { principalOf } from './principal-of';
import type { TokenIssuer } from './token-issuer';

const TOLERANCE_MS = 5_000;

const isWithin = (email: string, domains: readonly string[]): boolean => {
  const domain = mailDomainOf(email);
  return domain !== undefined && domains.includes(domain);
};

/** An OpenID Connect issuer, judged by the keys it publishes. */
export const externalIssuer = (
  { issuer, audience, jwksUrl, staleMs, domains, ...external }: ExternalIssuer,
  clock: Clock,
  options: IssuerKeysOptions = {},
): TokenIssuer => {
  const keys = new IssuerKeys(jwksUrl, clock, { staleMs, ...options });
  const names = { email: external.emailClaim, verified: external.emailVerifiedClaim };
  return {
    issuer,
    keyOf: (header) => keys.find(header),
    principalOf: (claims) => {
      judgeClaims(claims, { issuer, audience, now: clock.now(), toleranceMs: TOLERANCE_MS });
      const principal = principalOf(claims, names);
      const { email } = principal;
      const groups = external.groupsClaim === undefined ? undefined : groupsOf(claims, external.groupsClaim);
      return {
        ...principal,
        ...(groups === undefined ? {} : { groups }),
        ...(external.emailTrusted === true ? { emailVerified: true } : {}),
        ...(domains === undefined || email === undefined || isWithin(email, domains) ? {} : { emailOutside: true }),
      };
    },
  };
};
