import { randomUUID } from 'node:crypto';
import type { ServerWritableStream } from '@grpc/grpc-js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb';
import type { Filter } from './filter';
import { tooSlow, type Failure } from './protocol/failures';
import { caughtUp, checkpointAt, confirmed, eventOf } from './protocol/read-replies';
import type { ServerState } from './server-state';
import type { StoredEvent } from './stored-event';

type Call = ServerWritableStream<ReadReq, ReadResp>;

/** How far a live subscriber may fall behind before 23.10 drops it. */
const LIVE_BUFFER = 32;
const CATCH_UP_PAGE = 100;

/** One subscription to `$all`: first what is there, at the consumer's pace, then what comes. */
export class Subscription {
  private readonly waiting: StoredEvent[] = [];
  private examined = 0;
  private live = false;
  private draining = false;
  private ended = false;

  constructor(
    private readonly call: Call,
    private readonly state: ServerState,
    private next: number,
    private readonly filter: Filter | undefined,
  ) {}

  start(): void {
    const { subscribers } = this.state;
    subscribers.add(this);
    for (const end of ['cancelled', 'close', 'error']) {
      this.call.on(end, () => {
        this.ended = true;
        subscribers.remove(this);
      });
    }
    this.call.write(confirmed(randomUUID()));
    void this.catchUp(true);
  }

  tell(events: readonly StoredEvent[]): void {
    if (!this.live || this.ended) {
      return;
    }
    this.waiting.push(...events);
    if (this.waiting.length <= LIVE_BUFFER || this.state.settings.flavour === '24.2') {
      void this.drain();
    } else {
      this.drop(tooSlow());
    }
  }

  drop(failure: Failure): void {
    this.ended = true;
    this.state.subscribers.remove(this);
    this.call.emit('error', Object.assign(new Error(failure.details), failure));
  }

  private async catchUp(first: boolean): Promise<void> {
    const { all } = this.state.log;
    const began = this.next;
    while (!this.ended && this.next < all.length) {
      for (const event of all.slice(this.next, this.next + CATCH_UP_PAGE)) {
        await this.send(event);
        this.next += 1;
      }
    }
    this.live = true;
    if (this.ended) {
      return;
    }
    if (this.state.settings.flavour === '24.2') {
      const last = all.at(-1);
      // One more checkpoint at each arrival, and the arrival itself, on an empty log too.
      if (this.filter !== undefined && last !== undefined) await this.write(checkpointAt(last.position, 0));
      await this.write(caughtUp());
    } else if (first && this.next > began) {
      await this.write(caughtUp());
    }
  }

  private async drain(): Promise<void> {
    if (this.draining) {
      return;
    }
    this.draining = true;
    for (let event = this.waiting[0]; event !== undefined && !this.ended; event = this.waiting[0]) {
      await this.send(event);
      this.waiting.shift();
      this.next += 1;
      if (this.waiting.length > LIVE_BUFFER) {
        this.waiting.length = 0;
        this.live = false;
        await this.catchUp(false);
      }
    }
    this.draining = false;
  }

  private async send(event: StoredEvent): Promise<void> {
    if (this.filter === undefined || this.filter.wants(event)) {
      await this.write(eventOf(event));
    }
    this.examined += 1;
    if (this.filter !== undefined && this.examined % this.filter.window === 0) {
      await this.write(checkpointAt(event.position, this.live ? event.position : 0));
    }
  }

  /** Waits while the connection takes no more: the consumer's pace is what makes a live one too slow. */
  private async write(message: ReadResp): Promise<void> {
    if (!this.ended && !this.call.write(message)) {
      await new Promise<void>((resolve) => {
        const done = () => {
          for (const end of ['drain', 'cancelled', 'close', 'error']) this.call.removeListener(end, done);
          resolve();
        };
        for (const end of ['drain', 'cancelled', 'close', 'error']) this.call.on(end, done);
      });
    }
  }
}
