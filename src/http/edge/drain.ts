import { Injectable } from '@nestjs/common';
import type { Server } from 'node:http';
import type { FastifyInstance } from 'fastify';

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
      // Not `onResponse`: it never comes for a caller who hung up.
      reply.raw.once('close', () => {
        this.underWay -= 1;
        if (this.underWay === 0) this.idle?.();
      });
      done();
    });
  }

  /** Takes no new connection, lets requests under way finish for as long as `ms`, then closes whatever is open. */
  async empty(server: Server, ms: number): Promise<void> {
    this.begun = true;
    this.begin();
    server.close();
    if (this.underWay > 0) {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.idle = resolve;
        timer = setTimeout(resolve, ms);
      });
      clearTimeout(timer);
    }
    server.closeAllConnections();
  }
}
