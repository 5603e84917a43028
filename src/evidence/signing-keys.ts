/** A change of the key that signs a log, and the leaf that says so. */
export interface KeyChange {
  readonly former: string;
  readonly vkey: string;
  readonly leaf: number;
}

/**
 * Which key signs the tree of a size: it follows from the facts alone, so that all nodes come to the same one. The tree that ends
 * with the fact of a change is the last one of the former key.
 */
export const keyAt = (first: string, changes: readonly KeyChange[], size: number): string =>
  changes.reduce((key, { former, vkey, leaf }) => (size > leaf + 1 && former === key ? vkey : key), first);

/** The size of the tree that hands over from a key to the one after it. */
export const handoverSize = ({ leaf }: KeyChange): number => leaf + 1;
