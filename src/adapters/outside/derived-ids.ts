import { hash } from 'node:crypto';
import type { SeededIds } from '../../kernel/seeded-ids';

/**
 * An id that follows from its parts, for what may be done more than once and must then be the same: UUID version 8
 * (RFC 9562 § 5.8) over SHA-256 of the parts as a JSON array. Thirty-two hex digits without dashes.
 */
export const deterministicId = (...parts: readonly (string | number)[]): string => {
  const bytes = hash('sha256', JSON.stringify(parts), 'buffer').subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex');
};

/** The n-th id is the same for the same seed. A seed that others can guess makes ids they can guess. */
export const derivedIds: SeededIds = {
  from: (seed) => {
    let made = 0;
    return { next: () => deterministicId('derived', seed, made++) };
  },
};
