import { createHash } from 'node:crypto';

/** SHA-256 of what passes by, piece by piece. */
export interface RunningDigest {
  add(piece: Uint8Array): void;
  /** Lower-case hex; once, at the end. */
  end(): string;
}

export const runningDigest = (): RunningDigest => {
  const hash = createHash('sha256');
  return { add: (piece) => void hash.update(piece), end: () => hash.digest('hex') };
};
