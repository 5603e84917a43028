import type { Clock } from '../../kernel/clock';
import type { TokenClaims, TokenIssuers } from '../../kernel/token-issuers';
import { TokenRejected } from '../../kernel/token-rejected';
import type { TokenIssuer } from './token-issuer';
import { partsOf } from './token-parts';
import { verifiedTokens } from './verified-tokens';

/** Issuers side by side. A token is judged by the one it names and by nobody else, whatever its key is called. */
export const tokenIssuers = (issuers: readonly TokenIssuer[], clock: Clock): TokenIssuers => {
  const issuerOf = ({ iss }: TokenClaims): TokenIssuer => {
    if (iss === undefined) throw new TokenRejected('no-claim', 'iss');
    const found = issuers.find(({ issuer }) => issuer === iss);
    if (found === undefined) throw new TokenRejected('issuer', iss);
    return found;
  };
  return {
    ...verifiedTokens(clock),
    keyOf: async (token) => {
      const { claims, header } = partsOf(token);
      // First: the key of somebody else's token would be called an unknown one.
      return issuerOf(claims).keyOf(header());
    },
    principalOf: (claims) => issuerOf(claims).principalOf(claims),
  };
};
