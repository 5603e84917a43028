import type { StreamEntry } from '../../../kernel/facts/stream-entry';
import { fromPosition } from './event-file';

/** The newest committed events, so that whoever follows the log live doesn't read the disk. Bounded by count. */
export class RecentEvents {
  private events: StreamEntry[] = [];

  constructor(private readonly capacity = 2048) {}

  push(events: readonly StreamEntry[]): void {
    this.events.push(...events);
    // Trimmed at twice the size, so that a push stays cheap on average.
    if (this.events.length > 2 * this.capacity) {
      this.events = this.events.slice(-this.capacity);
    }
  }

  /** What comes after a position, or undefined when that is no longer (or not yet) kept here. */
  after(position: number, limit: number): readonly StreamEntry[] | undefined {
    const first = this.events[0];
    if (first === undefined) {
      return undefined;
    }
    const start = position + 1 - fromPosition(first.position);
    return start < 0 ? undefined : this.events.slice(start, start + limit);
  }
}
