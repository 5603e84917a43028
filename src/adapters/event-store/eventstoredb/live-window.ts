import type { StreamEntry } from '../../../kernel/facts/stream-entry';
import { BEFORE_FIRST, type Position } from '../../../kernel/position';

/** A place of the log and, where it is in a stream of ours, what is there. */
export interface WindowEntry {
  readonly position: Position;
  readonly entry?: StreamEntry;
}

/** The newest entries of the log, without a gap, so that whoever follows it live asks the server nothing. Bounded by count. */
export class LiveWindow {
  private entries: WindowEntry[] = [];
  /** Everything after this position is here. */
  private floor: Position = BEFORE_FIRST;

  constructor(private readonly capacity = 4096) {}

  /** Begins anew, empty. */
  begin(at: Position): void {
    this.entries = [];
    this.floor = at;
  }

  push(entry: WindowEntry): void {
    this.entries.push(entry);
    // Trimmed at twice the size, so that a push stays cheap on average.
    if (this.entries.length > 2 * this.capacity) {
      const gone = this.entries.length - this.capacity;
      this.floor = this.entries[gone - 1]?.position ?? this.floor;
      this.entries = this.entries.slice(gone);
    }
  }

  /** What comes after a position, or undefined when that is older than what is kept. */
  after(position: Position, limit: number): readonly WindowEntry[] | undefined {
    if (position < this.floor) {
      return undefined;
    }
    let [low, high] = [0, this.entries.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.entries[middle]?.position ?? '') > position) high = middle;
      else low = middle + 1;
    }
    return this.entries.slice(low, low + limit);
  }
}
