import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../kernel/clock';
import type { Principal, TokenIssuers } from '../../kernel/token-issuers';

const KEPT_MS = 60_000;
const MOST = 10_000;

interface Known {
  readonly principal: Principal;
  readonly until: number;
}

/**
 * Remembers tokens that verified, by their hash, until they expire but for a minute at most: a signature costs more
 * than all the rest of a request. Holds 10,000; the one unused longest goes first.
 */
export const verifiedTokens = (clock: Clock, most = MOST): Pick<TokenIssuers, 'remembered' | 'remember'> => {
  const known = new LRUCache<string, Known>({ max: most });
  const nameOf = (token: string): string => hash('sha256', token, 'base64');

  return {
    remembered: (token) => {
      const name = nameOf(token);
      const found = known.get(name);
      if (found === undefined) return undefined;
      if (clock.now() < found.until) return found.principal;
      known.delete(name);
      return undefined;
    },
    remember: (token, principal) => {
      const until = Math.min(principal.expiresAt, clock.now() + KEPT_MS);
      known.set(nameOf(token), { principal, until });
    },
  };
};
