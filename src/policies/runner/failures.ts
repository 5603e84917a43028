import { StoreUnavailable } from '../../kernel/store-errors';

const MOST_TRIES = 5;
const LONGEST_MS = 5 * 60_000;

/** How often one event failed. A store that is away says nothing of the event: those tries are not counted. */
export class Failures {
  tries = 0;
  /** Of the first that counts, ms since 1970. */
  since = 0;

  /** Notes one; true when the event is to be parked. */
  add(error: unknown, now: number): boolean {
    if (error instanceof StoreUnavailable) return false;
    this.tries += 1;
    this.since = this.tries === 1 ? now : this.since;
    return this.tries >= MOST_TRIES && now - this.since >= LONGEST_MS;
  }
}
