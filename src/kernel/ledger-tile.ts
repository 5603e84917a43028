/** A tile of a tree's hashes: up to 256 of a level, of which each above has a 256th of the nodes. */
export interface LedgerTile {
  readonly level: number;
  readonly index: number;
  /** 1 to 256. */
  readonly width: number;
}
