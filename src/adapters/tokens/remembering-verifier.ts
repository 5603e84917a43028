import { createHash } from 'node:crypto';
import type { Clock } from '../../kernel/clock';
import type { Principal, TokenVerifier } from '../../kernel/token-verifier';

const KEPT_MS = 60_000;
const MOST = 10_000;

interface Known {
  readonly principal: Principal;
  readonly until: number;
}

/**
 * Remembers tokens that verified, by their hash, until they expire but for a minute at most: a signature costs more
 * than all the rest of a request. Holds 10,000; the one unused longest goes first. Refusals are not remembered.
 */
export const rememberingVerifier = (verifier: TokenVerifier, clock: Clock, most = MOST): TokenVerifier => {
  const known = new Map<string, Known>();

  const learn = (name: string, found: Known): void => {
    known.delete(name);
    known.set(name, found);
    const oldest = known.size > most ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
  };

  return {
    verify: async (token) => {
      const name = createHash('sha256').update(token).digest('base64');
      const found = known.get(name);
      const now = clock.now();
      if (found !== undefined && now < found.until) {
        learn(name, found);
        return found.principal;
      }
      known.delete(name);
      const principal = await verifier.verify(token);
      learn(name, { principal, until: Math.min(principal.expiresAt, now + KEPT_MS) });
      return principal;
    },
  };
};
