import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectSecure } from 'node:tls';
import type { SyslogSinkConfig } from '../../config/sinks';
import { SinkRefused, type Sink, type SinkItem } from '../../kernel/sinks';
import { refusedAs } from './refused-as';
import { octetCounted, syslogMessage, type SyslogOrigin } from './syslog-message';
import { within } from './within';

const TIMEOUT_MS = 15_000;

const connected = ({ host, port, isSecure, ca }: SyslogSinkConfig): { socket: Socket; ready: string } =>
  isSecure
    ? {
        socket: connectSecure({
          host,
          port,
          minVersion: 'TLSv1.2',
          ...(isIP(host) === 0 ? { servername: host } : {}),
          ...(ca === undefined ? {} : { ca }),
        }),
        ready: 'secureConnect',
      }
    : { socket: connectPlain({ host, port }), ready: 'connect' };

/**
 * Syslog over TLS (RFC 5424, RFC 5425). It has no answers; so each batch has a connection of its own, and counts as taken when
 * the receiver has read it to its end and closes too: what broke off before is sent again.
 */
export class SyslogSink implements Sink {
  readonly name = 'syslog';
  readonly place: string;

  constructor(
    private readonly config: SyslogSinkConfig,
    private readonly origin: SyslogOrigin,
  ) {
    this.place = `${config.host}:${config.port}`;
  }

  async send(items: readonly SinkItem[], signal: AbortSignal): Promise<void> {
    const { socket, ready } = connected(this.config);
    const text = items.map((item) => octetCounted(syslogMessage(item, this.origin))).join('');
    const taken = new Promise<void>((done, fail) => {
      let wasClosed = false;
      socket.once(ready, () => socket.end(text));
      // Whatever it says is of no interest; unread, its end would never come.
      socket.resume();
      socket.once('end', () => (wasClosed = socket.writableFinished));
      socket.once('error', fail);
      socket.once('close', () => (wasClosed ? done() : fail(new SinkRefused('CLOSED_EARLY'))));
    });
    try {
      await within(taken, TIMEOUT_MS, signal);
    } catch (error) {
      throw refusedAs(error);
    } finally {
      socket.destroy();
    }
  }

  /** Nothing is open between two batches. */
  async close(): Promise<void> {}
}
