import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../kernel/clock';
import type { Principal, TokenIssuers } from '../../kernel/token-issuers';

const KEPT_MS = 60_000;
const MOST = 10_000;

interface Known {
  readonly principal: Principal;
  /** A clock that was set back behind it must not lengthen the minute. */
  readonly from: number;
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
      const now = clock.now();
      if (found.from <= now && now < found.until) return found.principal;
      known.delete(name);
      return undefined;
    },
    remember: (token, principal) => {
      const from = clock.now();
      known.set(nameOf(token), { principal, from, until: Math.min(principal.expiresAt, from + KEPT_MS) });
    },
  };
};
