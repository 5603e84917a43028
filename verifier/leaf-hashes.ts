import { HASH_BYTES } from '../wire/tlog/hash';
import { hashOfTile } from '../wire/tlog/hash-of-tile';
import { pathOfTile, TILE_WIDTH, tilesOf } from '../wire/tlog/tile-path';
import type { Findings } from './findings';

const EMPTY = Buffer.alloc(0);

/** The hashes of a tree's leaves from its tiles of level 0; those of higher levels must follow from them. */
export const leafHashes = (
  tiles: ReadonlyMap<string, Buffer>,
  size: number,
  findings: Findings,
): readonly (Buffer | undefined)[] => {
  const levels: (Buffer | undefined)[][] = [];
  for (const tile of tilesOf(size)) {
    const path = pathOfTile(tile);
    const content = tiles.get(path) ?? EMPTY;
    if (content.length !== tile.width * HASH_BYTES) {
      findings.add({ rule: 'tile', detail: `log/tile/${path} is not there, or not as long as it must be` });
    }
    const nodes = (levels[tile.level] ??= []);
    for (let n = 0; n < tile.width; n += 1) {
      const hash = content.subarray(n * HASH_BYTES, (n + 1) * HASH_BYTES);
      nodes.push(hash.length === HASH_BYTES ? hash : undefined);
    }
  }
  levels.slice(1).forEach((nodes, above) =>
    nodes.forEach((node, index) => {
      const below = levels[above]?.slice(index * TILE_WIDTH, (index + 1) * TILE_WIDTH) ?? [];
      const isWhole = below.every((hash) => hash !== undefined);
      if (isWhole && node?.equals(hashOfTile(below as Buffer[])) !== true) {
        findings.add({
          rule: 'tile',
          detail: `hash ${index} of level ${above + 1} does not follow from the level below`,
        });
      }
    }),
  );
  return levels[0] ?? [];
};
