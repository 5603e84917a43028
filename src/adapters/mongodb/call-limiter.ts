import { StoreUnavailable } from '../../kernel/store-errors';
import { storeErrorOf } from './mongo-error';

/** So many calls may be under way or wait for a connection; the next one is refused at once instead of piling up. */
const MOST_CALLS = 1000;

/**
 * Every call to MongoDB goes through here: each has a limit of its own, and all of them together a bound. A call that was
 * given up counts until the driver has ended it too, so a server that hangs soon costs callers no time at all.
 */
export class CallLimiter {
  private underWay = 0;

  constructor(private readonly limitMs: number) {}

  /** Throws `StoreUnavailable`, or what `work` throws that is a defect. After a timeout the write may have happened. */
  async run<T>(work: () => Promise<T>, limitMs = this.limitMs): Promise<T> {
    if (this.underWay >= MOST_CALLS) {
      throw new StoreUnavailable('too many calls to MongoDB are under way');
    }
    this.underWay += 1;
    const done = work().finally(() => {
      this.underWay -= 1;
    });
    // Whoever waits is told by the race; given up, nobody is left to hear of it.
    done.catch(() => undefined);
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new StoreUnavailable(`MongoDB did not answer within ${limitMs} ms`)), limitMs);
    });
    try {
      return await Promise.race([done, tooLong]);
    } catch (error) {
      throw storeErrorOf(error);
    } finally {
      clearTimeout(timer);
    }
  }
}
