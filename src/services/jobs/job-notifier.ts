import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Position } from '../../kernel/position';
import type { RecordedEvent } from '../../kernel/recorded-event';
import { markAtPosition } from '../../kernel/subscription/mark';
import type { Subscription } from '../../kernel/subscription/subscription';
import { Subscriptions } from '../../kernel/subscription/subscriptions';
import { ErrorReporter } from '../../kernel/error-reporter';

const TYPES = [
  'keyledger.job-queued.v1',
  'keyledger.job-result-recorded.v1',
  'keyledger.job-expired.v1',
  'keyledger.job-cancelled.v1',
  'keyledger.identity-checked-in.v1',
];

/** Somebody waits until something happens that may concern them. */
export interface JobSubscription {
  /** What is listened for from now on: ids of hosts and identities. */
  readonly ids: Set<string>;
  /** Where in the log it last rang here. */
  rangAt: Position | undefined;
  wake: () => void;
}

/** Follows the log and wakes those who wait for a job: nobody asks a database again and again whether there is one. */
@Injectable()
export class JobNotifier implements BeforeApplicationShutdown {
  private readonly waiting = new Set<JobSubscription>();
  private readonly subscription: Subscription;
  private begun: Promise<void> | undefined;

  constructor(
    @Inject(Subscriptions) private readonly subscriptions: Subscriptions,
    @Inject(ErrorReporter) errors: ErrorReporter,
  ) {
    this.subscription = subscriptions.of({
      name: 'notifier of jobs',
      types: TYPES,
      take: ({ events }) => events.forEach((event) => this.ring(event)),
      onWentBack: async ({ lastCommon }) => {
        this.waiting.forEach((subscription) => this.wake(subscription, lastCommon.position));
        return lastCommon;
      },
      onError: (error) => errors.report('the notifier of jobs', error),
    });
  }

  /** From now on it notifies this host's polls, until {@link JobNotifier.leave}. */
  listen(hostId: string): JobSubscription {
    const subscription: JobSubscription = { ids: new Set([hostId]), rangAt: undefined, wake: () => undefined };
    this.waiting.add(subscription);
    return subscription;
  }

  /**
   * Once answered, nothing that comes into the log goes unheard; what is in it by then is for the caller to look up. Throws
   * what asking for the log's head throws; whoever asks next tries again.
   */
  begin(): Promise<void> {
    this.begun ??= this.subscriptions.head().then(
      (head) => this.subscription.start(markAtPosition(head)),
      (error: unknown) => {
        this.begun = undefined;
        throw error;
      },
    );
    return this.begun;
  }

  leave(subscription: JobSubscription): void {
    this.waiting.delete(subscription);
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.subscription.stop();
  }

  private ring({ data, position }: RecordedEvent): void {
    const { hostId = '', identityId = '' } = data as { hostId?: string; identityId?: string };
    for (const subscription of this.waiting) {
      if (subscription.ids.has(hostId) || subscription.ids.has(identityId)) {
        this.wake(subscription, position);
      }
    }
  }

  private wake(subscription: JobSubscription, position: Position): void {
    subscription.rangAt = position;
    subscription.wake();
  }
}
