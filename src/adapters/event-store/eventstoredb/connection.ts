import type { AllStreamSubscription, EventStoreDBClient, ResolvedEvent } from '@eventstore/db-client';
import { StoreUnavailable } from '../../../kernel/store-errors';
import { fromPosition } from './positions';
import type { Position } from '../../../kernel/position';
import { OutageDetector, CallRefused } from './outage-detector';
import { endClient, makeClient } from './make-client';
import { verdictOn } from './verdict';
import { CallTimedOut, withTimeout } from './with-timeout';

/** Longest wait for one answer. */
const CALL_MS = 5000;
/** Longest wait for a client to let go. */
const END_MS = 2000;
/** Calls that may be out or wait at once: past it the store answers that it is overloaded. */
const MOST_CALLS = 2_000;

/** Why a subscription ended although nothing was wrong with it: its client was replaced. */
export class ClientReplaced extends Error {}

/**
 * The process's one client of the event store, with a time limit on every call. After a failure that may have left it
 * half-broken it is replaced as a whole, once no call is out: the client keeps the appends of all its streams, old and new,
 * in one table, and a failing stream rejects what another has under way, whose late answer then ends the process.
 */
export class Connection {
  private client: EventStoreDBClient;
  private generation = 0;
  private out = 0;
  private waiting = 0;
  private replacing: Promise<void> | undefined;
  private onIdle: () => void = () => undefined;
  private readonly outage = new OutageDetector();
  private readonly followers = new Set<(error: Error) => void>();

  constructor(
    private readonly url: string,
    /** Longest wait for one answer. */
    readonly callMs = CALL_MS,
  ) {
    this.client = makeClient(url);
  }

  /** Errors: those of the client, {@link CallTimedOut}, and {@link CallRefused} when there is no room or no answer to hope for. */
  async call<T>(work: (client: EventStoreDBClient) => Promise<T>): Promise<T> {
    const turn = this.outage.enter();
    let how: 'answered' | 'out of time' | 'not asked' = 'not asked';
    try {
      await this.enter();
      const { generation } = this;
      try {
        const answer = await withTimeout(this.callMs, work(this.client));
        how = 'answered';
        return answer;
      } catch (error) {
        how = error instanceof CallTimedOut ? 'out of time' : 'answered';
        this.judge(error, generation);
        throw error;
      } finally {
        this.leave();
      }
    } finally {
      this.outage.leave(turn, how);
    }
  }

  /**
   * Tells every event of the log after a position, system events included, until the signal or an error. Throws
   * {@link ClientReplaced} when the subscription has to be taken up again for no fault of its own.
   */
  async follow(after: Position, tell: (event: ResolvedEvent) => void, signal: AbortSignal): Promise<void> {
    await this.enter();
    this.leave();
    const { generation } = this;
    const subscription = this.client.subscribeToAll({ fromPosition: fromPosition(after) });
    try {
      await this.listen(subscription, tell, signal);
    } catch (error) {
      this.judge(error, generation);
      throw error;
    } finally {
      subscription.on('error', () => undefined);
      subscription.unsubscribe().catch(() => undefined);
    }
  }

  async close(): Promise<void> {
    this.generation += 1;
    await this.idle();
    await withTimeout(END_MS, endClient(this.client)).catch(() => undefined);
  }

  private async enter(): Promise<void> {
    if (this.out + this.waiting >= MOST_CALLS) {
      throw new CallRefused('too many calls wait for the event store');
    }
    this.waiting += 1;
    while (this.replacing !== undefined) {
      await this.replacing;
    }
    this.waiting -= 1;
    this.out += 1;
  }

  private leave(): void {
    this.out -= 1;
    if (this.out === 0) this.onIdle();
  }

  /** What is nobody's fault but the request's leaves the client as it is; everything else may have broken it. */
  private judge(error: unknown, generation: number): void {
    const { kind } = verdictOn(error);
    const harmless = error instanceof ClientReplaced || !['unknown', 'not-leader'].includes(kind);
    if (!harmless && generation === this.generation) {
      this.generation += 1;
      this.replacing = this.replace(kind === 'not-leader').finally(() => {
        this.replacing = undefined;
      });
    }
  }

  /** Sent to the leader, the client itself goes there and must not forget it; its old streams end all the same. */
  private async replace(keeps: boolean): Promise<void> {
    await this.idle();
    const old = this.client;
    [...this.followers].forEach((end) => end(new ClientReplaced('the client of the event store was replaced')));
    await withTimeout(END_MS, keeps ? old.dispose() : endClient(old)).catch(() => undefined);
    this.client = keeps ? old : makeClient(this.url);
  }

  private idle(): Promise<void> {
    return this.out === 0 ? Promise.resolve() : new Promise((resolve) => (this.onIdle = resolve));
  }

  private listen(
    subscription: AllStreamSubscription,
    tell: (event: ResolvedEvent) => void,
    signal: AbortSignal,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      // The stream is read on until it ends: unread, it would never let its client go.
      let over = false;
      const end = (how: () => void) => {
        clearTimeout(timeout);
        this.followers.delete(fail);
        signal.removeEventListener('abort', stop);
        over = true;
        how();
      };
      const fail = (error: Error) => end(() => reject(error));
      const stop = () => end(resolve);
      // A hung server confirms nothing, and says nothing of it.
      const timeout = setTimeout(
        () => fail(new StoreUnavailable(`the event store confirmed no subscription within ${this.callMs} ms`)),
        this.callMs,
      );
      this.followers.add(fail);
      signal.addEventListener('abort', stop);
      subscription.on('confirmation', () => clearTimeout(timeout));
      subscription.on('error', fail);
      for (const ending of ['end', 'close'] as const) {
        subscription.on(ending, () => fail(new StoreUnavailable('the event store ended a subscription')));
      }
      subscription.on('data', (event) => {
        try {
          if (!over) tell(event);
        } catch (error) {
          fail(error as Error);
        }
      });
      if (signal.aborted) stop();
    });
  }
}
