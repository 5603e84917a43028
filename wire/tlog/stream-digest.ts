import { createHash } from 'node:crypto';

/** As the server names streams that are keyed by something which must not stand in the name: 32 hex digits of SHA-256. */
export const streamDigest = {
  of: (...parts: readonly string[]): string =>
    createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32),
};
