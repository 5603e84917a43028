/** Hashes of a full tile, entries of a full bundle. */
export const TILE_WIDTH = 256;

/** A tile of hashes, or with `'entries'` in the place of its level a bundle of entries (C2SP tlog-tiles). */
export interface Tile {
  readonly level: number | 'entries';
  readonly index: number;
  /** 1 to 256; below that the tile is partial. */
  readonly width: number;
}

const PATH = /^(entries|\d|[1-5]\d|6[0-3])\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

const pathOfIndex = (index: number): string => {
  const parts = [String(index % 1000).padStart(3, '0')];
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    parts.unshift(`x${String(rest % 1000).padStart(3, '0')}`);
  }
  return parts.join('/');
};

/** Where a tile is served, after `tile/`. */
export const pathOfTile = ({ level, index, width }: Tile): string =>
  `${level}/${pathOfIndex(index)}${width === TILE_WIDTH ? '' : `.p/${width}`}`;

/** The tile at a path; undefined where there can be none. */
export const parseTilePath = (path: string): Tile | undefined => {
  const [, level = '', digits = '', partial] = PATH.exec(path) ?? [];
  const index = Number(digits.replaceAll(/[x/]/g, ''));
  const width = partial === undefined ? TILE_WIDTH : Number(partial);
  if (level === '' || !Number.isSafeInteger(index) || (partial !== undefined && width >= TILE_WIDTH)) return undefined;
  const tile = { level: level === 'entries' ? level : Number(level), index, width } as const;
  return pathOfTile(tile) === path ? tile : undefined;
};

/** Every tile of hashes of a tree, the last ones partial. */
export const tilesOf = (size: number): readonly (Tile & { readonly level: number })[] => {
  const tiles: (Tile & { level: number })[] = [];
  for (let [level, hashes] = [0, size]; hashes > 0; level += 1, hashes = Math.floor(hashes / TILE_WIDTH)) {
    for (let index = 0; index * TILE_WIDTH < hashes; index += 1) {
      tiles.push({ level, index, width: Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH) });
    }
  }
  return tiles;
};
