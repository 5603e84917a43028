import type { Presence } from '../../kernel/presence';
import type { ReadStore } from '../../kernel/read-store';

export interface OpenedReads {
  readonly store: ReadStore;
  /** Lies in the same place. */
  readonly presence: Presence;
  close(): void;
}
