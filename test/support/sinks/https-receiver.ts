import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Json } from '../json';
import { selfSigned } from '../self-signed';

/** What a receiver does with a batch: answers with a status, perhaps after a while, or says nothing. */
export type Answering = number | { readonly status: number; readonly afterMs: number } | 'never' | 'hangs up';

/** An HTTPS receiver of batches that behaves as it is told. */
export class HttpsReceiver {
  /** Batches that were answered with success. */
  readonly got: Json[][] = [];
  readonly asked: { readonly headers: IncomingHttpHeaders; readonly count: number }[] = [];
  answers: (batch: readonly Json[]) => Answering = () => 202;
  location?: string;
  readonly ca: string;
  private readonly server;

  constructor() {
    const { cert, key } = selfSigned();
    this.ca = cert;
    this.server = createServer({ cert, key }, (request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        const batch: Json[] = JSON.parse(Buffer.concat(pieces).toString());
        this.asked.push({ headers: request.headers, count: batch.length });
        const answer = this.answers(batch);
        if (answer === 'never') return;
        if (answer === 'hangs up') return void request.socket.destroy();
        const { status, afterMs } = typeof answer === 'number' ? { status: answer, afterMs: 0 } : answer;
        if (status < 300) this.got.push(batch);
        setTimeout(
          () => response.writeHead(status, this.location === undefined ? {} : { location: this.location }).end(),
          afterMs,
        );
      });
    });
  }

  get events(): readonly Json[] {
    return this.got.flat();
  }

  async start(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `https://127.0.0.1:${(this.server.address() as AddressInfo).port}/events`;
  }

  async end(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
