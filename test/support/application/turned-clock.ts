import type { Clock } from '../../../src/kernel/clock';

const MINUTE_MS = 60_000;

/** A clock that stands still until a test turns it. */
export class TurnedClock implements Clock {
  private time = Date.parse('2026-03-02T09:00:00.000Z');

  now(): number {
    return this.time;
  }

  pass(minutes: number): void {
    this.time += minutes * MINUTE_MS;
  }

  /** The time so many minutes from now, RFC 3339. */
  in(minutes: number): string {
    return new Date(this.time + minutes * MINUTE_MS).toISOString();
  }
}
