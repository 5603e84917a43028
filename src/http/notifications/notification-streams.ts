import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Context } from '../../kernel/context';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import { FindNextNotification } from '../../queries/notifications/next-notification';
import { Drain } from '../edge/drain';

const MOST_OF_ONE = 4;
const LOOK_EVERY_MS = 500;
/** Whoever stands between closes what says nothing for half a minute. */
const BEAT_EVERY_MS = 10_000;
/** Then the reader comes again, with a token that is still good. */
const LONGEST_MS = 15 * 60_000;

const BEAT = ': still here\n\n';

/** Inboxes that are watched, as server-sent events (WHATWG HTML § 9.2). Whether the reader may see an event is judged when it is sent. */
@Injectable()
export class NotificationStreams {
  private readonly open = new Map<string, number>();
  private draining = false;

  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Drain) drain: Drain,
  ) {
    void drain.begins.then(() => {
      this.draining = true;
    });
  }

  /** `after`: the id of the last event that was received; absent: from now on. `hungUp`: nobody listens any more. Errors: {@link RefusedError}, at four of one user. */
  async begin(context: Context, after: string | undefined, hungUp: AbortSignal): Promise<Readable> {
    const userId = context.actor.userId ?? '';
    const count = this.open.get(userId) ?? 0;
    if (count >= MOST_OF_ONE) {
      const detail = `You have ${MOST_OF_ONE} streams open already. Close one of them.`;
      throw new RefusedError(refuse('TOO_MANY_REQUESTS', detail, { retryAfterSeconds: 5 }));
    }
    this.open.set(userId, count + 1);
    try {
      const from = after ?? (await this.queries.execute(new FindNextNotification(context, undefined)))?.at ?? '';
      const stream = Readable.from(this.events(context, from, hungUp), { objectMode: false });
      return stream.once('close', () => this.leave(userId));
    } catch (error) {
      this.leave(userId);
      throw error;
    }
  }

  private leave(userId: string): void {
    const left = (this.open.get(userId) ?? 1) - 1;
    if (left === 0) this.open.delete(userId);
    else this.open.set(userId, left);
  }

  private async *events(context: Context, from: string, hungUp: AbortSignal): AsyncGenerator<Buffer> {
    const began = performance.now();
    let at = from;
    let beatAt = 0;
    while (!this.draining && !hungUp.aborted && performance.now() - began < LONGEST_MS) {
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
      return await this.queries.execute(new FindNextNotification(context, at));
    } catch (error) {
      if (error instanceof RefusedError) return 'over';
      throw error;
    }
  }
}
