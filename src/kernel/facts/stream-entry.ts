import type { Position } from '../position';
import type { RecordedEvent } from '../recorded-event';

/** A place of one of our streams, and what this release makes of it. */
export interface StreamEntry {
  readonly stream: string;
  /** -1 for what is told of the stream as a whole. */
  readonly revision: number;
  readonly position: Position;
  /** As stored, whosever it is. */
  readonly type: string;
  /** The fact; absent for everything that is passed over. */
  readonly event?: RecordedEvent;
  /** Why one of ours can't be read: its stream is frozen by that. Absent for a stranger's, and for what was settled. */
  readonly fault?: string;
  /** It can be read, and nothing proves that it is ours: true on every node, however warm what it knows of the stream. */
  readonly unauthentic?: true;
  /** The stream may have lost what lay in it: it has to be read anew. */
  readonly cut?: true;
}
