import type { StreamUnreadable } from './stream-unreadable';

/** A place of the log that is not what a server of ours wrote. */
export type Unproven = Pick<StreamUnreadable, 'stream' | 'revision' | 'fault'> & {
  /** Absent where a whole piece of the log is in doubt, and nobody can say which of its facts. */
  readonly type?: string;
  readonly unauthentic: true;
};

/** How far a proof of the log has come. */
export interface ProofProgress {
  /** Facts that were looked at. */
  readonly facts: number;
  /** Of them those that prove nothing. */
  readonly unproven: number;
}

/** Proves the log as it is stored, from its first fact to the last one there is. */
export interface LogProof {
  /**
   * Tells each place that proves nothing, once, in the log's order; those of what was sealed come last. Steps are small and leave
   * the process to others; `signal` ends it between two of them. Throws what reads and `tell` throw.
   */
  prove(
    tell: (unproven: Unproven) => Promise<void>,
    options: { readonly signal: AbortSignal; readonly onProgress?: (progress: ProofProgress) => void },
  ): Promise<ProofProgress>;
}
