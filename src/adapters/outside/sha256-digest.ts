import { hash } from 'node:crypto';
import type { Digest } from '../../kernel/digest';

/** SHA-256 over the parts as a JSON array, so that no two lists of parts run together; its first 128 bits as 32 hex digits. */
export const sha256Digest: Digest = {
  of: (...parts) => hash('sha256', JSON.stringify(parts), 'hex').slice(0, 32),
};
