import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import { RootKeyUnavailable } from '../../kernel/root-key-provider';

const TRIES = 5;
const FIRST_PAUSE_MS = 200;
const TIMEOUT_MS = 5_000;
const MOST_BYTES = 64 * 1024;

export interface TransitPlace {
  /** Scheme, host and port. */
  readonly address: string;
  /** Where the engine is mounted: `transit`. */
  readonly mount: string;
  readonly key: string;
  /** PEM, instead of the system's. */
  readonly ca?: Buffer;
  /** Asked anew for each request: an agent beside the server renews the file. */
  readonly token: () => string;
}

interface Answered {
  readonly status: number;
  readonly text: string;
}

const ask = ({ address, ca, token }: TransitPlace, path: string, body: string): Promise<Answered> =>
  new Promise((resolve, reject) => {
    const url = new URL(`/v1/${path}`, address);
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'x-vault-token': token(),
      'x-vault-request': 'true',
    };
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const outgoing = send(url, { method: 'POST', headers, signal, ...(ca === undefined ? {} : { ca }) }, (response) => {
      const chunks: Buffer[] = [];
      let length = 0;
      response.on('data', (chunk: Buffer) => {
        length += chunk.length;
        if (length > MOST_BYTES) outgoing.destroy(new Error('the answer is too long'));
        chunks.push(chunk);
      });
      response.on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });

/** Its own words, without what may be secret: the errors of an answer that has some. */
const errorsIn = (text: string): string => {
  try {
    const { errors = [] } = JSON.parse(text) as { readonly errors?: readonly unknown[] };
    return errors.map(String).join('; ').replaceAll(/\s+/g, ' ').slice(0, 200);
  } catch {
    return '';
  }
};

const adviceFor = (status: number, { mount, key }: TransitPlace): string => {
  if (status === 403) return 'the token may not do this, or has run out; see KEYLEDGER_TRANSIT_TOKEN_FILE';
  if (status === 404) return `there is no transit engine at ${mount}, or no key ${key} in it`;
  if (status === 400) return `the key ${key} does not take it: it was wrapped by another key, or altered`;
  return `it answered ${status}`;
};

const isWorthAnother = (status: number): boolean => status === 429 || status === 412 || status >= 500;

/** `encrypt` or `decrypt` of the transit API, as OpenBao and Vault have it. Tries again while it is away or sealed. Errors: {@link RootKeyUnavailable}. */
export const askTransit = async (
  place: TransitPlace,
  what: 'encrypt' | 'decrypt',
  body: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, unknown>>> => {
  const path = `${place.mount}/${what}/${encodeURIComponent(place.key)}`;
  const failed = (why: string): RootKeyUnavailable =>
    new RootKeyUnavailable(`The root key can't be ${what}ed at ${place.address} (${path}): ${why}.`);
  let why = '';
  for (let tried = 0; tried < TRIES; tried += 1) {
    if (tried > 0) await pause(FIRST_PAUSE_MS * 2 ** (tried - 1));
    const answer = await ask(place, path, JSON.stringify(body)).catch((error: NodeJS.ErrnoException) => {
      if (error instanceof RootKeyUnavailable) throw error;
      why =
        error.name === 'TimeoutError' || error.name === 'AbortError'
          ? 'no answer in time'
          : (error.code ?? error.message);
      return undefined;
    });
    if (answer === undefined) continue;
    const { status, text } = answer;
    if (status === 200) {
      const { data } = JSON.parse(text) as { readonly data?: Readonly<Record<string, unknown>> };
      if (data !== undefined) return data;
      throw failed('it answered without data; is it a transit engine?');
    }
    const said = errorsIn(text);
    why = `${adviceFor(status, place)}${said === '' ? '' : ` (${said})`}`;
    if (!isWorthAnother(status)) throw failed(why);
  }
  throw failed(`${why}, ${TRIES} times; see KEYLEDGER_TRANSIT_ADDRESS and KEYLEDGER_TRANSIT_CA_FILE`);
};
