import { createHash } from 'node:crypto';
import type { Digest } from '../src/kernel/digest';

/** As the server makes names of streams. */
export const streamDigest: Digest = {
  of: (...parts) => createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32),
};
