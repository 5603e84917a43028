/** How a double misbehaves until it is told otherwise. Counts are used up one by one. */
export interface Faults {
  /** Added to every call, ms. */
  slowMs: number;
  /** Takes calls and never answers, though the connection lives. */
  hung: boolean;
  /** Refuses every call as a server does while it starts. */
  notReady: boolean;
  /** Where the leader is; calls that need one are sent there. */
  leader: { readonly address: string; readonly port: number } | undefined;
  /** The next so many appends are stored, then the connection's stream fails instead of an answer. */
  loseAnswers: number;
  /** The next so many appends are stored and never answered. */
  swallowAnswers: number;
  /** The next so many appends are not stored, and the stream they came on fails. */
  failAppends: number;
  /** The next read of this stream fails in its middle; other reads, which nobody in a test counts, do not use it up. */
  failReadOf: string | undefined;
}

export const noFaults = (): Faults => ({
  slowMs: 0,
  hung: false,
  notReady: false,
  leader: undefined,
  loseAnswers: 0,
  swallowAnswers: 0,
  failAppends: 0,
  failReadOf: undefined,
});

type Counted = 'loseAnswers' | 'swallowAnswers' | 'failAppends';

/** Uses one of a counted fault up; false when none is left. */
export const takeOne = (faults: Faults, which: Counted): boolean => {
  if (faults[which] <= 0) {
    return false;
  }
  faults[which] -= 1;
  return true;
};
