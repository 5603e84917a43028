import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { Json } from '../json';

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: Json;
}

/** A webhook's receiver, as long as it is told what to answer. */
export class WebhookReceiver {
  readonly got: Received[] = [];
  status = 204;
  location: string | undefined;
  private readonly server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const text = Buffer.concat(pieces).toString();
      this.got.push({ headers: request.headers, text, body: JSON.parse(text) });
      response.writeHead(this.status, this.location === undefined ? {} : { location: this.location }).end();
    });
  });

  async start(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  async end(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

export interface ReceivedMail {
  readonly to: readonly string[];
  readonly text: string;
}

/** A mail server that takes everything, or nothing while it is down. */
export class MailReceiver {
  readonly got: ReceivedMail[] = [];
  down = false;
  private readonly server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onData: (stream, session, done) => {
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      stream.on('end', () => {
        if (this.down) return done(Object.assign(new Error('down'), { responseCode: 451 }));
        const to = session.envelope.rcptTo.map(({ address }) => address);
        this.got.push({ to, text: Buffer.concat(pieces).toString() });
        return done();
      });
    },
  });

  async start(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server.server, 'listening');
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`;
  }

  end(): Promise<void> {
    return new Promise((done) => this.server.close(done));
  }
}
