import { createServer, type IncomingMessage, type Server } from 'node:http';
import { addCheckpoint, type WitnessAnswer, type WitnessParts } from './witness-answers';

const MOST_BYTES = 64 * 1024;
const WITHIN_MS = 10_000;
const MOST_CONNECTIONS = 100;

/** Undefined: it is longer than any such request. */
const bodyOf = async (request: IncomingMessage): Promise<string | undefined> => {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > MOST_BYTES) return undefined;
    pieces.push(piece);
  }
  const bytes = Buffer.concat(pieces);
  const text = bytes.toString();
  // What is no UTF-8 must not be taken for something else.
  return Buffer.from(text).equals(bytes) ? text : '';
};

/** Serves `POST /add-checkpoint`; bounded in bytes, time and connections. `tell`: a line for each that is not cosigned. */
export const witnessServer = (parts: WitnessParts, tell: (line: string) => void): Server => {
  const answerTo = async (
    request: IncomingMessage,
  ): Promise<WitnessAnswer | { readonly status: number; readonly body: string }> => {
    if (request.url !== '/add-checkpoint') return { status: 404, body: 'there is only /add-checkpoint\n' };
    if (request.method !== 'POST') return { status: 405, body: 'POST it\n' };
    const body = await bodyOf(request);
    return body === undefined ? { status: 413, body: 'too long\n' } : addCheckpoint(parts, body);
  };
  const server = createServer(
    {
      requestTimeout: WITHIN_MS,
      headersTimeout: WITHIN_MS,
      connectionsCheckingInterval: 1000,
      keepAliveTimeout: 60_000,
    },
    (request, response) => {
      answerTo(request)
        .catch((error: unknown) => {
          tell(`nothing was cosigned: ${(error as Error).message}`);
          return { status: 500, body: 'nothing was cosigned\n' };
        })
        .then((answer) => {
          if (answer.status !== 200) tell(`${answer.status} ${answer.body.trim()}`);
          const type = 'type' in answer ? answer.type : undefined;
          // Whatever is still coming is of no interest.
          if (!request.complete) response.setHeader('connection', 'close');
          response.writeHead(answer.status, { 'content-type': type ?? 'text/plain; charset=utf-8' });
          response.end(answer.body);
        }, tell);
    },
  );
  server.maxConnections = MOST_CONNECTIONS;
  return server;
};
