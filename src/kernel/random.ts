/** Randomness fit for keys and passwords. */
export abstract class Random {
  /** A uniform integer in [0, below). */
  abstract below(below: number): number;
  abstract bytes(length: number): Uint8Array;
}
