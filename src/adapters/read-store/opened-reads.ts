import type { Presence } from '../../kernel/presence';
import type { ReadStore } from '../../kernel/read-store';
import type { StreamSnapshots } from '../../kernel/stream-snapshots';

export interface OpenedReads {
  readonly store: ReadStore;
  /** Both lie in the same place. */
  readonly presence: Presence;
  readonly snapshots: StreamSnapshots;
  close(): void;
}
