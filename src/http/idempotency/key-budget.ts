import { LRUCache } from 'lru-cache';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';

/** More than one a second, all day long. */
const MOST_KEYS = 100_000;
const DAY_MS = 24 * 60 * 60 * 1000;
const MOST_USERS = 10_000;

interface Day {
  readonly beganAt: number;
  keys: number;
}

/**
 * Bounds how many idempotency keys one user may have remembered within a day: each is a record that is kept for 24 h.
 * Counted by each node for itself, for 10,000 users; of more, who sent one longest ago is forgotten.
 */
export class IdempotencyKeyBudget {
  private readonly days = new LRUCache<string, Day>({ max: MOST_USERS });

  constructor(private readonly most = MOST_KEYS) {}

  /** Errors: {@link RefusedError} with 429, before anything is remembered or done. */
  require(userId: string, now: number): void {
    const day = this.days.get(userId);
    if (day !== undefined && day.keys >= this.most && now - day.beganAt < DAY_MS) {
      const detail = `No more than ${this.most} idempotency keys of one user are remembered within 24 hours. Send the request without one, or later.`;
      const retryAfterSeconds = Math.ceil((day.beganAt + DAY_MS - now) / 1000);
      throw new RefusedError(refuse('TOO_MANY_REQUESTS', detail, { retryAfterSeconds }));
    }
  }

  /** A key was remembered that was not known before. */
  took(userId: string, now: number): void {
    const day = this.days.get(userId);
    if (day !== undefined && now - day.beganAt < DAY_MS) {
      day.keys += 1;
      return;
    }
    this.days.set(userId, { beganAt: now, keys: 1 });
  }
}
