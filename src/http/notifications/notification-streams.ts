import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Context } from '../../kernel/context';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import { FindNextNotification } from '../../queries/notifications/next-notification';
import { Drain } from '../edge/drain';
import { NamedAnswers } from '../platform/naming/named-answers';
import { NotificationDto } from './notification.dtos';
import { MOST_STREAMS, RENEW_PLACE_EVERY_MS, StreamSlots, type StreamSlot } from './stream-slots';

const LOOK_EVERY_MS = 500;
/** Whoever stands between closes what says nothing for half a minute. */
const BEAT_EVERY_MS = 10_000;
/** Then the reader comes again, with a token that is still good. */
const LONGEST_MS = 15 * 60_000;

const BEAT = ': still here\n\n';

interface Listener {
  /** Nobody listens any more. */
  readonly hungUp: AbortSignal;
  readonly slot: StreamSlot;
}

/** Inboxes that are watched, as server-sent events (WHATWG HTML § 9.2). Whether the reader may see an event is judged when it is sent. */
@Injectable()
export class NotificationStreams {
  private draining = false;

  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(StreamSlots) private readonly slots: StreamSlots,
    @Inject(NamedAnswers) private readonly answers: NamedAnswers,
    @Inject(Drain) drain: Drain,
  ) {
    void drain.begins.then(() => {
      this.draining = true;
    });
  }

  /** `after`: the id of the last event that was received; absent: from now on. `hungUp`: nobody listens any more. Errors: {@link RefusedError}, at four of one user, on whatever nodes. */
  async begin(context: Context, after: string | undefined, hungUp: AbortSignal): Promise<Readable> {
    const slot = await this.slots.take(context.actor.userId ?? '');
    if (slot === undefined) {
      const detail = `You have ${MOST_STREAMS} streams open already. Close one of them.`;
      throw new RefusedError(refuse('TOO_MANY_REQUESTS', detail, { retryAfterSeconds: 5 }));
    }
    // A lease that can't be given back lapses by itself.
    const leave = () => void slot.leave().catch(() => undefined);
    try {
      const from = after ?? (await this.queries.execute(new FindNextNotification(context, undefined)))?.at ?? '';
      return Readable.from(this.events(context, from, { hungUp, slot }), { objectMode: false }).once('close', leave);
    } catch (error) {
      leave();
      throw error;
    }
  }

  private async *events(context: Context, from: string, { hungUp, slot }: Listener): AsyncGenerator<Buffer> {
    const began = performance.now();
    let at = from;
    let beatAt = 0;
    let renewedAt = began;
    while (!this.draining && !hungUp.aborted && performance.now() - began < LONGEST_MS) {
      if (performance.now() - renewedAt >= RENEW_PLACE_EVERY_MS) {
        if (!(await slot.renew())) return;
        renewedAt = performance.now();
      }
      const next = await this.next(context, at);
      if (next === 'over') return;
      if (next !== undefined) {
        at = next.at;
        yield Buffer.from(`id: ${at}\nevent: notification\ndata: ${JSON.stringify(next.notification)}\n\n`);
        continue;
      }
      if (beatAt === 0 || performance.now() - beatAt >= BEAT_EVERY_MS) {
        yield Buffer.from(beatAt === 0 ? `retry: 3000\n${BEAT}` : BEAT);
        beatAt = performance.now();
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  /** Who may no longer ask is no longer told. */
  private async next(context: Context, at: string) {
    try {
      const next = await this.queries.execute(new FindNextNotification(context, at));
      return next && { ...next, notification: await this.answers.asked(NotificationDto, next.notification) };
    } catch (error) {
      if (error instanceof RefusedError) return 'over';
      throw error;
    }
  }
}
