import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { EventStore } from '../../kernel/event-store';
import type { Position } from '../../kernel/position';
import { PORTS } from '../../kernel/ports';
import type { RecordedEvent } from '../../kernel/recorded-event';

const TYPES = [
  'keyledger.job-queued.v1',
  'keyledger.job-result-recorded.v1',
  'keyledger.job-expired.v1',
  'keyledger.job-cancelled.v1',
  'keyledger.identity-checked-in.v1',
];

const AGAIN_MS = 500;

/** Somebody waits until something happens that may concern him. */
export interface Ear {
  /** What he listens for from now on: ids of hosts and identities. */
  readonly hears: Set<string>;
  /** Where in the log it last rang for him. */
  rangAt: Position | undefined;
  wake: () => void;
}

/** Follows the log and wakes those who wait for a job: nobody asks a database again and again whether there is one. */
@Injectable()
export class JobBell implements BeforeApplicationShutdown {
  private readonly ears = new Set<Ear>();
  private readonly stopping = new AbortController();
  private following: Promise<void> | undefined;

  constructor(
    @Inject(PORTS.eventStore) private readonly store: EventStore,
    @Inject(PORTS.trouble) private readonly trouble: (what: string, error: unknown) => void,
  ) {}

  /** From now on nothing goes unheard, until {@link JobBell.leave}. */
  listen(hostId: string): Ear {
    this.following ??= this.follow();
    const ear: Ear = { hears: new Set([hostId]), rangAt: undefined, wake: () => undefined };
    this.ears.add(ear);
    return ear;
  }

  leave(ear: Ear): void {
    this.ears.delete(ear);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.following;
  }

  private async follow(): Promise<void> {
    const { signal } = this.stopping;
    let after: Position | undefined;
    while (!signal.aborted) {
      try {
        after ??= await this.store.head();
        for await (const batch of this.store.subscribe({ after, types: TYPES, signal })) {
          batch.events.forEach((event) => this.ring(event));
          after = batch.position;
        }
      } catch (error) {
        this.trouble('the bell for jobs', error);
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    }
  }

  private ring({ data, position }: RecordedEvent): void {
    const { hostId = '', identityId = '' } = data as { hostId?: string; identityId?: string };
    for (const ear of this.ears) {
      if (ear.hears.has(hostId) || ear.hears.has(identityId)) {
        ear.rangAt = position;
        ear.wake();
      }
    }
  }
}
