import { createHash } from 'node:crypto';
import { leafHash } from './hash';

/** Canonical bytes of a fact that stands in the tree as it is; a longer one (of old) is told by its digest. */
const MOST_BYTES = 60 * 1024;

/**
 * The bytes of the leaf that a fact's canonical text (RFC 8785) makes: the text itself, or where that is too long for a
 * bundle of entries its digest, `{"bytes":…,"sha256":"…"}`.
 */
export const leafOfFact = (canonical: string): Buffer => {
  const bytes = Buffer.from(canonical);
  if (bytes.length <= MOST_BYTES) return bytes;
  return Buffer.from(`{"bytes":${bytes.length},"sha256":"${createHash('sha256').update(bytes).digest('hex')}"}`);
};

/** Hash of the leaf that a fact's canonical text makes: what the tree holds of it. */
export const leafHashOfFact = (canonical: string): Buffer => leafHash(leafOfFact(canonical));
