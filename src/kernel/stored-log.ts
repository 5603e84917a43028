import type { StoredFact } from './facts/fact-classifier';
import type { Position } from './position';

/** A piece of the log as it is stored. */
export interface StoredPage {
  /** What lies in streams of ours, whatever it is, in the log's order. */
  readonly facts: readonly StoredFact[];
  /** Everything up to here was looked at. */
  readonly position: Position;
  /** False when nothing came after it. */
  readonly more: boolean;
}

/** The log for who proves what stands in it: byte for byte what was stored, and nothing passed over. */
export interface StoredLog {
  /** After a position, exclusive. Throws what reads throw. */
  readStored(after: Position, limit: number): Promise<StoredPage>;
}
