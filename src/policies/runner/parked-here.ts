import type { PolicyEventDismissed, PolicyEventRetryRequested } from '../../domain/policies/events';
import type { Clock } from '../../kernel/clock';
import type { EventStore } from '../../kernel/event-store';
import type { RecordedEvent } from '../../kernel/recorded-event';
import { ShuttingDown } from '../../kernel/shutdown';
import { ReadModelBehind } from '../../kernel/store-errors';
import { Pauses } from '../../kernel/subscription/pauses';
import { timestamp } from '../../kernel/time';
import { causeOf } from './cause-of';
import type { Failures } from './failures';
import type { ParkedData, Parking } from './parking';
import { reactingTo, type Policy } from './policy';
import type { Waits } from './waits';

/** How often what is parked of a critical policy is tried again without being asked, ms. */
const AGAIN_EVERY_MS = 5 * 60_000;

type Settling = PolicyEventRetryRequested | PolicyEventDismissed;

interface Tools {
  readonly store: EventStore;
  readonly parking: Pick<Parking, 'of' | 'park' | 'unpark'>;
  readonly clock: Clock;
  readonly waits: Waits;
}

/** What one policy has gone on without, on the node that is at work. */
export class ParkedHere {
  private readonly parked = new Map<string, ParkedData>();
  private readonly pauses = new Pauses();
  private stopped = false;
  private again: Promise<void> = Promise.resolve();

  constructor(
    private readonly policy: Pick<Policy, 'name' | 'critical'>,
    private readonly react: (event: RecordedEvent) => Promise<void>,
    private readonly on: Tools,
  ) {}

  async start(): Promise<void> {
    for (const each of await this.on.parking.of(this.policy.name)) this.parked.set(each.eventId, each);
    if (this.policy.critical === true) this.again = this.tryNowAndThen();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.pauses.endAll();
    await this.again;
  }

  has(eventId: string): boolean {
    return this.parked.has(eventId);
  }

  /** From the answer on the policy may go on without it. */
  async park(event: RecordedEvent, { tries, since }: Pick<Failures, 'tries' | 'since'>, error: unknown): Promise<void> {
    const { id: eventId, type, stream, revision } = event;
    const data: ParkedData = {
      eventId,
      type,
      stream,
      revision,
      tries,
      since: timestamp(since),
      cause: causeOf(error),
      ...(this.policy.critical === true ? { critical: true } : {}),
    };
    await this.on.parking.park(this.policy.name, event, data);
    this.parked.set(eventId, data);
  }

  /**
   * What an owner decided; whichever node is at work hears it. A try that fails is a fact, too; nothing but a store that is
   * away is thrown, and that the process stops.
   */
  readonly settling = reactingTo<Settling>({
    'keyledger.policy-event-retry-requested.v1': async ({ data }) => {
      const parked = this.parkedBy(data);
      if (parked === undefined) return;
      await this.tryAgain(parked, (event, error) => {
        const failures = { tries: parked.tries + 1, since: Date.parse(parked.since) };
        return this.park(event, failures, error);
      });
    },
    'keyledger.policy-event-dismissed.v1': async ({ data }) => {
      const parked = this.parkedBy(data);
      if (parked !== undefined) this.leave(parked.eventId);
    },
  });

  private leave(eventId: string): void {
    this.parked.delete(eventId);
    this.on.waits.wentOn(eventId);
  }

  private parkedBy({ policy, eventId }: Settling['data']): ParkedData | undefined {
    return policy === this.policy.name ? this.parked.get(eventId) : undefined;
  }

  private async tryNowAndThen(): Promise<void> {
    while (!this.stopped) {
      await this.pauses.for(AGAIN_EVERY_MS);
      if (!this.stopped) await this.tryAll();
    }
  }

  /** All that is parked, once. */
  async tryAll(): Promise<void> {
    for (const parked of this.parked.values()) {
      try {
        await this.tryAgain(parked, async () => undefined);
      } catch (error) {
        this.on.waits.tell(parked.eventId, error);
      }
    }
  }

  private async tryAgain(
    { stream, revision, eventId }: ParkedData,
    onFailure: (event: RecordedEvent, error: unknown) => Promise<void>,
  ): Promise<void> {
    const [event] = await this.on.store.readStream(stream, { from: revision, limit: 1 });
    // Not there any more: the log went back, and what stands there now is another event.
    if (event?.id !== eventId) return;
    try {
      await this.react(event);
    } catch (error) {
      // What waits for a read model, or was broken off by the end of the process, has not been tried.
      if (error instanceof ReadModelBehind || error instanceof ShuttingDown) throw error;
      this.on.waits.tell(eventId, error);
      return onFailure(event, error);
    }
    await this.on.parking.unpark(this.policy.name, event);
    this.leave(eventId);
  }
}
