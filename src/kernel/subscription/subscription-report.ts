import type { Position } from '../position';

/** How one subscriber stands. */
export interface SubscriptionReport {
  readonly name: string;
  /** Everything up to here was taken. */
  readonly position: Position;
  /** What lies between there and the log's head: events, or bytes where the store counts its positions in bytes. */
  readonly lag: number;
  /** When the first event that was not taken yet happened; absent when there is none. */
  readonly oldestUnhandledAt?: string;
  /** Times it failed since the process started. */
  readonly failures: number;
  /** Times it was taken up again since the process started. */
  readonly resubscriptions: number;
  /** Present while it fails again and again without getting any further. */
  readonly standsStill?: StandsStill;
}

export interface StandsStill {
  /** ms since 1970. */
  readonly since: number;
  readonly tries: number;
  readonly error: unknown;
}
