import { createHash } from 'node:crypto';
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
  const known = new Map<string, Known>();
  const nameOf = (token: string): string => createHash('sha256').update(token).digest('base64');

  const learn = (name: string, found: Known): void => {
    known.delete(name);
    known.set(name, found);
    const oldest = known.size > most ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
  };

  return {
    remembered: (token) => {
      const name = nameOf(token);
      const found = known.get(name);
      if (found === undefined) return undefined;
      if (clock.now() < found.until) {
        learn(name, found);
        return found.principal;
      }
      known.delete(name);
      return undefined;
    },
    remember: (token, principal) => {
      const until = Math.min(principal.expiresAt, clock.now() + KEPT_MS);
      learn(nameOf(token), { principal, until });
    },
  };
};
