import { randomFillSync } from 'node:crypto';
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
      const bytes = pool.subarray(used, (used += BYTES));
      bytes.writeUIntBE(clock.now(), 0, 6);
      bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
      bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
      return bytes.toString('hex');
    },
  };
};
