import { readFile } from 'node:fs/promises';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { HttpsSinkConfig } from '../../config/sinks';
import { SinkRefused, type Sink, type SinkItem } from '../../kernel/sinks';
import { cloudEvent } from './cloud-event';
import { refusedAs } from './refused-as';
import { within } from './within';

const TIMEOUT_MS = 15_000;
const TOO_LARGE = 413;

const outcomeOf = (status: number): SinkRefused | undefined => {
  if (status >= 200 && status < 300) return undefined;
  return new SinkRefused(status >= 300 && status < 400 ? 'REDIRECT_REFUSED' : `HTTP_${status}`);
};

/** A batch of CloudEvents to an address of the operator's own; a redirect is not followed. */
export class HttpsSink implements Sink {
  readonly name = 'https';
  readonly place: string;

  constructor(private readonly config: HttpsSinkConfig) {
    const { origin, pathname } = new URL(config.url);
    this.place = `${origin}${pathname}`;
  }

  async send(items: readonly SinkItem[], signal: AbortSignal): Promise<void> {
    try {
      const status = await this.post(items, signal);
      if (status === TOO_LARGE && items.length > 1) {
        const half = Math.ceil(items.length / 2);
        await this.send(items.slice(0, half), signal);
        return await this.send(items.slice(half), signal);
      }
      const refused = outcomeOf(status);
      if (refused !== undefined) throw refused;
    } catch (error) {
      throw refusedAs(error);
    }
  }

  /** Nothing is open between two batches. */
  async close(): Promise<void> {}

  /** Read each time: one that is renewed counts at once. */
  private async authorization(): Promise<Readonly<Record<string, string>>> {
    const { tokenFile } = this.config;
    if (tokenFile === undefined) return {};
    const token = (await readFile(tokenFile, 'utf8').catch(() => '')).trim();
    if (!/^[\x21-\x7e]+$/.test(token)) throw new SinkRefused('NO_TOKEN');
    return { authorization: `Bearer ${token}` };
  }

  private async post(items: readonly SinkItem[], signal: AbortSignal): Promise<number> {
    const { url, ca } = this.config;
    const body = JSON.stringify(items.map(cloudEvent));
    const headers = {
      ...(await this.authorization()),
      'content-type': 'application/cloudevents-batch+json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'Keyledger',
    };
    const secure = url.startsWith('https:');
    const options = { method: 'POST', headers, agent: false, ...(ca === undefined || !secure ? {} : { ca }) } as const;
    const request = (secure ? requestHttps : requestHttp)(url, options);
    const answered = new Promise<number>((done, fail) => {
      request.once('response', (answer) => done(answer.statusCode ?? 0));
      request.once('error', fail);
      request.once('close', () => fail(new SinkRefused('CLOSED_EARLY')));
    });
    request.end(body);
    try {
      return await within(answered, TIMEOUT_MS, signal);
    } finally {
      request.destroy();
    }
  }
}
