import type { FastifyReply } from 'fastify';
import pLimit from 'p-limit';
import type { Foreground } from '../../kernel/foreground';
import { whenClosed } from '../edge/when-closed';

/** Before each request, ms. */
const REST_MS = 40;
/** More do not queue: each of them would be too late for who sent it. */
const MOST_WAITING = 50;

/**
 * A directory is filled by thousands of requests, several at once; people who wait for an answer come before them. While
 * somebody does, requests are handled one after another, each after a rest: several that rested together would come together.
 */
export class ScimTurns {
  private readonly limit = pLimit(1);

  constructor(private readonly foreground: () => Pick<Foreground, 'isBusy' | 'giveWay'>) {}

  /** Resolves when the request may be handled; its turn ends with its answer, or when who sent it is gone. */
  async take(reply: Pick<FastifyReply, 'raw'>): Promise<void> {
    const foreground = this.foreground();
    if (!foreground.isBusy) return;
    if (this.limit.pendingCount >= MOST_WAITING) return foreground.giveWay(REST_MS);
    await new Promise<void>((resolve) => {
      void this.limit(async () => {
        if (!reply.raw.destroyed) await foreground.giveWay(REST_MS);
        resolve();
        if (!reply.raw.destroyed) await new Promise<void>((over) => whenClosed(reply, over));
      });
    });
  }
}
