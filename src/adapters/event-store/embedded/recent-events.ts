import type { StreamEntry } from '../../../kernel/facts/stream-entry';
import { logPageOf, type LogPage } from '../log-page';
import { fromPosition } from './event-file';

interface Answered {
  readonly start: number;
  readonly end: number;
  readonly page: LogPage;
}

/** The newest committed events, so that whoever follows the log live doesn't read the disk. Bounded by count. */
export class RecentEvents {
  private events: StreamEntry[] = [];
  /** What was answered last: nearly all who follow ask for the same. */
  private answered?: Answered;

  constructor(private readonly capacity = 2048) {}

  push(events: readonly StreamEntry[]): void {
    delete this.answered;
    this.events.push(...events);
    // Trimmed at twice the size, so that a push stays cheap on average.
    if (this.events.length > 2 * this.capacity) {
      this.events = this.events.slice(-this.capacity);
    }
  }

  /** What comes after a position, or undefined when that is no longer (or not yet) kept here. */
  after(position: number, limit: number): LogPage | undefined {
    const first = this.events[0];
    if (first === undefined) {
      return undefined;
    }
    const start = position + 1 - fromPosition(first.position);
    if (start < 0) return undefined;
    const end = Math.min(start + limit, this.events.length);
    if (this.answered?.start !== start || this.answered.end !== end) {
      const found = this.events.slice(start, end);
      this.answered = { start, end, page: logPageOf(found, found.at(-1)?.position) };
    }
    return this.answered.page;
  }
}
