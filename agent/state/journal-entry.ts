import type { JobResult } from '../../wire/agent-messages';

/** What an account holds, by the versions that were set here. */
export interface HeldVersions {
  /** Proved last. 0: nothing ever was. */
  readonly proved: number;
  /** Set or half-set since, and not known to be gone. */
  readonly possible: readonly number[];
}

/** One line of the journal. Never a value: nothing that a thief of the disk could log in with. */
export type JournalEntry =
  /** Written before the target is touched: from now on the account may hold this version. */
  | { readonly entry: 'begun'; readonly jobId: string; readonly target: string; readonly version: number }
  /** The target took it; not proved yet. */
  | { readonly entry: 'changed'; readonly jobId: string }
  /** What will be told to the server, as often as it takes. `target`: of a `set`. */
  | {
      readonly entry: 'found';
      readonly jobId: string;
      readonly target?: string;
      /** Connector and account in plain words, for the agent's own log. */
      readonly about?: string;
      readonly result: JobResult;
    }
  /** The server has it, or will never take it. */
  | { readonly entry: 'told'; readonly jobId: string }
  /** Written when the journal is made shorter. */
  | { readonly entry: 'held'; readonly target: string; readonly held: HeldVersions };
