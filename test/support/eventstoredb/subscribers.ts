import type { Failure } from './protocol/failures';
import { tooSlow } from './protocol/failures';
import type { StoredEvent } from './stored-event';

/** Somebody who follows `$all` live. */
export interface Subscriber {
  tell(events: readonly StoredEvent[]): void;
  drop(failure: Failure): void;
}

/** Everybody who follows the log. */
export class Subscribers {
  private readonly all = new Set<Subscriber>();

  get size(): number {
    return this.all.size;
  }

  add(subscriber: Subscriber): void {
    this.all.add(subscriber);
  }

  remove(subscriber: Subscriber): void {
    this.all.delete(subscriber);
  }

  written(events: readonly StoredEvent[]): void {
    [...this.all].forEach((subscriber) => subscriber.tell(events));
  }

  dropAll(): void {
    [...this.all].forEach((subscriber) => subscriber.drop(tooSlow()));
  }
}
