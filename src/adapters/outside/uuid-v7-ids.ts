import { randomBytes } from 'node:crypto';
import type { Clock } from '../../kernel/clock';
import type { Ids } from '../../kernel/ids';

/** UUID version 7 (RFC 9562 § 5.7): 48 bits of ms since 1970, 74 random bits. Thirty-two hex digits without dashes. */
export const uuidV7Ids = (clock: Clock): Ids => ({
  next: () => {
    const bytes = randomBytes(16);
    bytes.writeUIntBE(clock.now(), 0, 6);
    bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
    bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
    return bytes.toString('hex');
  },
});
