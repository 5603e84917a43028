import type { StreamEntry } from '../../../kernel/facts/stream-entry';
import { BEFORE_FIRST, type Position } from '../../../kernel/position';
import { logPageOf, type LogPage } from '../log-page';

/** A place of the log and, where it is in a stream of ours, what is there. */
export interface WindowEntry {
  readonly position: Position;
  readonly entry?: StreamEntry;
}

interface Answered {
  readonly start: number;
  readonly end: number;
  readonly page: LogPage;
}

/** The newest entries of the log, without a gap, so that whoever follows it live asks the server nothing. Bounded by count. */
export class LiveWindow {
  private entries: WindowEntry[] = [];
  /** Everything after this position is here. */
  private floor: Position = BEFORE_FIRST;
  /** What was answered last: nearly all who follow ask for the same. */
  private answered?: Answered;

  constructor(private readonly capacity = 4096) {}

  /** Begins anew, empty. */
  begin(at: Position): void {
    this.entries = [];
    delete this.answered;
    this.floor = at;
  }

  push(entry: WindowEntry): void {
    this.entries.push(entry);
    // Trimmed at twice the size, so that a push stays cheap on average.
    if (this.entries.length > 2 * this.capacity) {
      const gone = this.entries.length - this.capacity;
      this.floor = this.entries[gone - 1]?.position ?? this.floor;
      this.entries = this.entries.slice(gone);
      delete this.answered;
    }
  }

  /** What comes after a position, or undefined when that is older than what is kept. */
  after(position: Position, limit: number): LogPage | undefined {
    if (position < this.floor) {
      return undefined;
    }
    let [low, high] = [0, this.entries.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.entries[middle]?.position ?? '') > position) high = middle;
      else low = middle + 1;
    }
    const end = Math.min(low + limit, this.entries.length);
    if (this.answered?.start !== low || this.answered.end !== end) {
      const found = this.entries.slice(low, end);
      const last = found.at(-1)?.position;
      this.answered = {
        start: low,
        end,
        page: logPageOf(
          found.flatMap(({ entry }) => entry ?? []),
          last,
        ),
      };
    }
    return this.answered.page;
  }
}
