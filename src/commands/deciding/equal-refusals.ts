import type { NewEvent } from '../../kernel/new-event';

/** Refusals of one user alike by command, code and target: so many of a minute are a fact each, the rest is counted. */
const MOST_EQUAL = 60;
/** Refusals of one user that were a fact each: beyond so many in a minute nothing more is decided for that user. */
const MOST_FACTS = 1000;
const WINDOW_MS = 60_000;
/** A user's window is some kilobytes; the one that began first is told early when there would be more. */
const MOST_WINDOWS = 10_000;

/** Refusals that were alike, beyond those that are a fact each. */
export interface CountedRefusals {
  readonly stream: string;
  /** The first of them, as it would have been told alone. */
  readonly fact: NewEvent;
  count: number;
  /** Of the last one, RFC 3339. */
  lastAt: string;
}

interface Window {
  readonly beganAt: number;
  facts: number;
  readonly seen: Map<string, number>;
  readonly counted: Map<string, CountedRefusals>;
}

/** One that began further ahead than that was begun by a clock that has been set back since. */
const isRunning = ({ beganAt }: Window, now: number): boolean => Math.abs(now - beganAt) < WINDOW_MS;

/**
 * Keeps one user's refusals from filling the log: within a minute, the first 60 alike are facts of their own, what comes
 * beyond is one fact with their number. What differs in command, code or target is always a fact of its own, up to 1,000 a
 * minute. Each node counts for itself.
 */
export class EqualRefusals {
  private readonly windows = new Map<string, Window>();
  private readonly over: CountedRefusals[] = [];

  /** True when the refusal is to be told by itself; otherwise it was counted, and comes with {@link EqualRefusals.takeOver}. */
  isOwnFact(userId: string, key: string, stream: string, fact: NewEvent, now: number): boolean {
    const window = this.windowOf(userId, now);
    const seen = (window.seen.get(key) ?? 0) + 1;
    window.seen.set(key, seen);
    if (seen <= MOST_EQUAL) {
      window.facts += 1;
      return true;
    }
    const counted = window.counted.get(key);
    if (counted === undefined) {
      window.counted.set(key, { stream, fact, count: 1, lastAt: fact.metadata.time });
    } else {
      counted.count += 1;
      counted.lastAt = fact.metadata.time;
    }
    return false;
  }

  /** How long the user must wait before anything is decided again, ms; 0 when at once. */
  waitMs(userId: string, now: number): number {
    const window = this.windows.get(userId);
    return window !== undefined && window.facts >= MOST_FACTS && isRunning(window, now)
      ? window.beganAt + WINDOW_MS - now
      : 0;
  }

  /** What was counted in windows that are over, each told once; all of it when `now` is infinite. */
  takeOver(now: number): readonly CountedRefusals[] {
    for (const [userId, window] of this.windows) {
      if (isRunning(window, now)) {
        break;
      }
      this.close(userId, window);
    }
    return this.over.splice(0);
  }

  /** Gives back what could not be told yet. */
  giveBack(counted: readonly CountedRefusals[]): void {
    this.over.push(...counted);
  }

  private windowOf(userId: string, now: number): Window {
    const known = this.windows.get(userId);
    if (known !== undefined && isRunning(known, now)) {
      return known;
    }
    if (known !== undefined) {
      this.close(userId, known);
    }
    const [oldest] = this.windows;
    if (oldest !== undefined && this.windows.size >= MOST_WINDOWS) {
      this.close(...oldest);
    }
    const made: Window = { beganAt: now, facts: 0, seen: new Map(), counted: new Map() };
    this.windows.set(userId, made);
    return made;
  }

  private close(userId: string, window: Window): void {
    this.windows.delete(userId);
    this.over.push(...window.counted.values());
  }
}
