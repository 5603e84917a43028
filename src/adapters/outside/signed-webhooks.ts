import { lookup as resolve, type LookupAddress } from 'node:dns';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { Sent, WebhookMessage, Webhooks } from '../../kernel/outside';
import { reachable, type Reachable } from './private-addresses';

const TIMEOUT_MS = 10_000;
const REFUSED = 'ADDRESS_REFUSED';

type Resolve = (host: string, done: (error: Error | null, found: readonly LookupAddress[]) => void) => void;

const bySystem: Resolve = (host, done) => resolve(host, { all: true, verbatim: true }, done);

class AddressRefused extends Error {
  readonly code = REFUSED;
}

/** Resolves a name for one connection, to addresses that may be reached: what is judged is what is connected to. */
const judged =
  (may: (address: string) => boolean, byName: Resolve): LookupFunction =>
  (host, { all }, done) => {
    byName(host, (error, found) => {
      const good = found?.filter(({ address }) => may(address)) ?? [];
      const [first] = good;
      if (error !== null || first === undefined) {
        done(error ?? new AddressRefused('no address of it may be reached'), '', 0);
      } else if (all === true) {
        done(null, good);
      } else {
        done(null, first.address, first.family);
      }
    });
  };

const signer = (secret: string): Webhook =>
  secret.startsWith('whsec_') ? new Webhook(secret) : new Webhook(Buffer.from(secret), { format: 'raw' });

const headersOf = ({ id, at, body, secret }: WebhookMessage): Record<string, string | number> => ({
  'content-type': 'application/json',
  'content-length': Buffer.byteLength(body),
  'user-agent': 'Keyledger',
  'webhook-id': id,
  'webhook-timestamp': Math.floor(at / 1000),
  'webhook-signature': signer(secret).sign(id, new Date(at), body),
});

const outcomeOf = (status: number): Sent => {
  if (status >= 200 && status < 300) return { delivered: true, status };
  return { delivered: false, code: status >= 300 && status < 400 ? 'REDIRECT_REFUSED' : 'HTTP_STATUS', status };
};

const codeOf = (error: Error): string => (error as { code?: string }).code ?? 'CONNECTION_FAILED';

const send = (message: WebhookMessage, within: Reachable, byName: Resolve): Promise<Sent> =>
  new Promise((done) => {
    const url = new URL(message.url);
    const isSecure = url.protocol === 'https:';
    // What is not encrypted goes to those alone whom an operator has named.
    const may = isSecure ? within.may : within.isNamed;
    const host = url.hostname.replaceAll(/^\[|\]$/g, '');
    if (isIP(host) !== 0 && !may(host)) {
      done({ delivered: false, code: REFUSED });
      return;
    }
    const options = { method: 'POST', headers: headersOf(message), agent: false, lookup: judged(may, byName) } as const;
    const request = (isSecure ? requestHttps : requestHttp)(url, options, (answer) => {
      // Whatever it says is of no interest.
      answer.destroy();
      done(outcomeOf(answer.statusCode ?? 0));
    });
    const timer = setTimeout(
      () => request.destroy(Object.assign(new Error('too slow'), { code: 'TIMEOUT' })),
      TIMEOUT_MS,
    );
    request.once('close', () => clearTimeout(timer));
    request.once('error', (error) => done({ delivered: false, code: codeOf(error) }));
    request.end(message.body);
  });

/** Standard Webhooks over HTTPS, to public addresses and those that are named; a redirect is not followed. */
export const signedWebhooks = (allowed: readonly string[], byName: Resolve = bySystem): Webhooks => {
  const within = reachable(allowed);
  return { post: (message) => send(message, within, byName) };
};
