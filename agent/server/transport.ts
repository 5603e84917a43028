import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { RequestUnanswered } from './request-error';

const MAX_ANSWER = 1024 * 1024;

export interface ServerAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

export interface OutgoingRequest {
  /** POST, unless said. */
  readonly method?: 'GET';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export type Transport = (sent: OutgoingRequest) => Promise<ServerAnswer>;

const read = async (response: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_ANSWER) throw new Error('the answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

/** Posts over one kept connection: requests in one line arrive in the order of their numbers. `ca`: PEM, instead of the system's. */
export const httpTransport = (server: URL, ca?: string): Transport => {
  const secure = server.protocol === 'https:';
  const options = { keepAlive: true, maxSockets: 1 };
  const agent = secure ? new HttpsAgent({ ...options, ...(ca === undefined ? {} : { ca }) }) : new HttpAgent(options);
  const request = secure ? httpsRequest : httpRequest;
  return ({ method = 'POST', path, headers, body, timeoutMs, signal }) =>
    new Promise((resolve, reject) => {
      const limit = new AbortController();
      const give = (): void => limit.abort();
      const timer = setTimeout(give, timeoutMs);
      // Taken off again: the signal lives as long as the agent, a request not.
      signal?.addEventListener('abort', give, { once: true });
      const done = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', give);
      };
      const fail = (error: Error): void => {
        done();
        reject(new RequestUnanswered(limit.signal.aborted ? 'no answer in time' : error.message));
      };
      const length = { 'content-length': Buffer.byteLength(body) };
      const outgoing = request(
        new URL(path, server),
        { method, agent, signal: limit.signal, headers: { ...headers, ...length } },
        (response) => {
          read(response).then((text) => {
            done();
            resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
          }, fail);
        },
      );
      outgoing.on('error', fail);
      if (signal?.aborted === true) give();
      outgoing.end(body);
    });
};
