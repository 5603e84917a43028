import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Subject } from '../../domain/subject';
import type { Actor } from '../../kernel/actor';
import { Clock } from '../../kernel/clock';
import type { Context } from '../../kernel/context';
import { EventStore } from '../../kernel/event-store';
import { ANY } from '../../kernel/expected-revision';
import { Ids } from '../../kernel/ids';
import type { NewEvent } from '../../kernel/new-event';
import { refuse, type Refusal } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import { timestamp } from '../../kernel/time';
import { EqualRefusals } from './equal-refusals';
import { metadataOf } from './metadata';

/** What was asked for, as far as it may be told: a reason, a duration; never a value. */
export type RefusedRequest = Readonly<Record<string, string | number | boolean | object>>;

const TELL_EVERY_MS = 5_000;

/** What a refusal was about, in ids alone: the same thing asked for with other words is the same target. */
const targetOf = (data: RefusedRequest): object => Object.entries(data).filter(([name]) => name.endsWith('Id'));

/** Whose refusals are counted together: a user's, or a SCIM connection's, whichever of its tokens is sent. */
const countedFor = ({ kind, userId, name }: Actor): string | undefined =>
  userId ?? (kind === 'scim' ? name : undefined);

/** Makes refusals facts: nobody tries a door unseen. */
@Injectable()
export class Refusals implements BeforeApplicationShutdown {
  private readonly equal = new EqualRefusals();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(EventStore) private readonly store: EventStore,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Ids) private readonly ids: Ids,
  ) {}

  /** Before anything is decided for somebody: errors with {@link RefusedError} when this caller was refused too much in the last minute. */
  requireRoom({ actor }: Context): void {
    const who = countedFor(actor);
    const ms = who === undefined ? 0 : this.equal.waitMs(who, this.clock.now());
    if (ms > 0) {
      const detail = 'More than 1,000 of your requests were refused within a minute. Wait, and ask for what you may.';
      throw new RefusedError(refuse('TOO_MANY_REQUESTS', detail, { retryAfterSeconds: Math.ceil(ms / 1000) }));
    }
  }

  /** `type` is the wire name of the refused command, `keyledger.<noun>-<command>-refused.v1`. */
  async record(
    context: Context,
    type: string,
    about: Subject | 'account',
    refusal: Refusal,
    asked: RefusedRequest = {},
  ): Promise<void> {
    // Malformed requests are metrics, wherever it is found that they are.
    if (refusal.code === 'VALIDATION_FAILED') {
      return;
    }
    const subject = about === 'account' ? {} : about;
    const stream = `denied-${subject.organizationId ?? 'account'}`;
    const now = this.clock.now();
    const data = { ...subject, ...asked, code: refusal.code, detail: refusal.detail };
    // Not the request's own ids: one that comes again with its key and is refused again was tried again.
    const fact: NewEvent = { id: this.ids.next(), type, data, metadata: metadataOf(context, timestamp(now)) };
    const who = countedFor(context.actor);
    const key = JSON.stringify([type, refusal.code, targetOf({ ...subject, ...asked })]);
    if (who !== undefined && !this.equal.isOwnFact(who, key, stream, fact, now)) {
      this.timer ??= setInterval(() => void this.tellCounted(this.clock.now()), TELL_EVERY_MS).unref();
      return;
    }
    await this.store.append(stream, ANY, [fact]);
  }

  /** Does several decisions as one command: whichever of them refuses, it is the command that was refused. */
  async telling<T>(
    context: Context,
    type: string,
    about: Subject,
    work: () => Promise<T>,
    asked: RefusedRequest = {},
  ): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof RefusedError) {
        await this.record(context, type, about, error.refusal, asked);
      }
      throw error;
    }
  }

  /** What was only counted becomes a fact, at the end of its minute. What the store doesn't take now is told later. */
  async tellCounted(now: number): Promise<void> {
    const counted = this.equal.takeOver(now);
    for (const [index, { stream, fact, count, lastAt }] of counted.entries()) {
      const data = { ...fact.data, count, firstAt: fact.metadata.time, lastAt };
      try {
        await this.store.append(stream, ANY, [{ ...fact, data, metadata: { ...fact.metadata, time: lastAt } }]);
      } catch {
        this.equal.giveBack(counted.slice(index));
        return;
      }
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.tellCounted(Infinity);
  }
}
