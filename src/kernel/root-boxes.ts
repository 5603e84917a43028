import type { OwnKeyName } from './own-keys';

/** What lies straight under the root key: everything else is sealed under what is in these boxes. */
export type RootBox = { readonly box: Uint8Array } & (
  | { readonly kind: 'secret'; readonly organizationId: string; readonly secretVersion: number }
  | { readonly kind: 'salt'; readonly organizationId: string; readonly vaultId: string }
  | { readonly kind: 'own-key'; readonly name: OwnKeyName; readonly version: number; readonly madeAt: number }
);

/** Which root key a store is sealed under, told by fingerprints. */
export interface RootKeyMark {
  readonly fingerprint: string;
  /** Of the one before, while something may still lie under it. */
  readonly former?: string;
  /** How many boxes opened under neither key when all were sealed anew: damaged, and no reason to keep the former one. */
  readonly broken?: number;
  /** From 1: how many root keys there were. */
  readonly generation: number;
}

/** A store whose root key can be changed. */
export interface RootBoxes {
  /** Undefined: it holds nothing yet. */
  mark(): Promise<RootKeyMark | undefined>;
  /** Puts a mark in the place of the one with that fingerprint (undefined: of none); false when another one stands there. */
  setMark(mark: RootKeyMark, instead: string | undefined): Promise<boolean>;
  /** Every box, a page after another, in an order that stays: a box that is put in another's place keeps it. */
  pages(limit: number): AsyncIterable<readonly RootBox[]>;
  /** Puts each box in the place of the one that was read, unless something else stands there by now. What stood there is overwritten. */
  replace(changes: readonly { readonly read: RootBox; readonly box: Uint8Array }[]): Promise<void>;
}
