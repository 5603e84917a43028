import type { Position } from '../kernel/position';

/** Leaves of one log of evidence are fewer than this: so one number names the log and the leaf. */
const OF_A_LOG = 2 ** 40;

/** A leaf of whichever log of evidence, as one number: of the first log its index. */
export type Leaf = number;

export const leafOf = (log: number, index: number): Leaf => (log - 1) * OF_A_LOG + index;

/** Which log, from 1 on, and which leaf of it. */
export const placeOfLeaf = (leaf: Leaf): { readonly log: number; readonly index: number } => ({
  log: Math.floor(leaf / OF_A_LOG) + 1,
  index: leaf % OF_A_LOG,
});

/** Its place among all facts, as a position of the log that sorts like those of a store. */
export const positionOfLeaf = (leaf: Leaf): Position => String(leaf).padStart(16, '0');

/** Those of several leaves that there are. */
export const leavesOf = (...leaves: readonly (Leaf | undefined)[]): readonly Leaf[] =>
  leaves.filter((leaf) => leaf !== undefined);
