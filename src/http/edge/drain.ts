import { Injectable } from '@nestjs/common';
import type { Server } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { whenClosed } from './when-closed';

/** Counts requests under way, and ends a server when there are none. */
@Injectable()
export class Drain {
  private underWay = 0;
  private idle: (() => void) | undefined;
  begun = false;
  private begin!: () => void;
  /** Told when it begins: whoever keeps a request waiting for something answers it now. */
  readonly begins = new Promise<void>((resolve) => {
    this.begin = resolve;
  });

  /** Counts from here on. */
  watch(instance: FastifyInstance): void {
    instance.addHook('onRequest', (_, reply, done) => {
      this.underWay += 1;
      whenClosed(reply, () => {
        this.underWay -= 1;
        if (this.underWay === 0) this.idle?.();
      });
      done();
    });
  }

  /**
   * From now on readiness is red, polls are answered and whatever comes anew is told 503; requests under way may finish for
   * as long as `ms`. The door stays open meanwhile, so that probes and callers hear that it stops instead of nothing.
   */
  async empty(ms: number): Promise<void> {
    this.begun = true;
    this.begin();
    if (this.underWay > 0) {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.idle = resolve;
        timer = setTimeout(resolve, ms);
      });
      clearTimeout(timer);
    }
  }

  /** Takes no new connection and closes whatever is open. */
  close(server: Server): void {
    server.close();
    server.closeAllConnections();
  }
}
