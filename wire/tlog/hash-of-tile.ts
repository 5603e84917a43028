import { nodeHash } from './hash';

/** Root of a perfect subtree of which these are the nodes of one level: as many as a power of two. */
export const hashOfTile = (hashes: readonly Buffer[]): Buffer => {
  let level = hashes;
  while (level.length > 1) {
    level = Array.from({ length: level.length / 2 }, (_, n) =>
      nodeHash(level[2 * n] as Buffer, level[2 * n + 1] as Buffer),
    );
  }
  return level[0] as Buffer;
};
