/** Randomness fit for keys and passwords. */
export interface Random {
  /** A uniform integer in [0, below). */
  below(below: number): number;
  bytes(length: number): Uint8Array;
}
