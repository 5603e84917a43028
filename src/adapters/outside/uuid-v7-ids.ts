import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';
import type { Clock } from '../../kernel/clock';
import type { Ids } from '../../kernel/ids';

const BYTES = 16;
/** Asking the system for a little randomness costs as much as asking for a lot. */
const POOL_BYTES = BYTES * 256;

/** UUID version 7 (RFC 9562 § 5.7): 48 bits of ms since 1970, 74 random bits. Thirty-two hex digits without dashes. */
export const uuidV7Ids = (clock: Clock): Ids => {
  const pool = Buffer.alloc(POOL_BYTES);
  let used = POOL_BYTES;
  return {
    next: () => {
      if (used === POOL_BYTES) {
        randomFillSync(pool);
        used = 0;
      }
      const random = pool.subarray(used, (used += BYTES));
      return v7({ msecs: clock.now(), random }, Buffer.allocUnsafe(BYTES)).toString('hex');
    },
  };
};
