import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Not objects with fields, but maps whose members are all of one kind. */
const MAPS = ['connectorSettings'];

/** A JSON value whose every object has a member that no document tells of. */
const grown = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(grown);
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(([name, member]) => [name, MAPS.includes(name) ? member : grown(member)]);
  return { ...Object.fromEntries(members), addedLater: { of: ['another', 'release'], count: 1 } };
};

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

/** Not told on: they are about the way to the server, or made anew. */
const OWN = ['host', 'connection', 'content-length', 'expect', 'upgrade', 'http2-settings', 'transfer-encoding'];

const passedOn = (headers: IncomingMessage['headers']): [string, string][] =>
  Object.entries(headers).flatMap(([name, value]) =>
    OWN.includes(name) ? [] : [[name, String(value)] as [string, string]],
  );

/** The server at `url` as a later release may answer: each object of its answers has a field more. */
export const withNewFields = async (url: string): Promise<{ readonly url: string; close(): void }> => {
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      const { method = 'GET', headers } = request;
      const body = await bodyOf(request);
      const sent = { method, headers: passedOn(headers), ...(body.length === 0 ? {} : { body }) };
      const {
        status,
        headers: told,
        ...rest
      } = await fetch(`${url}${request.url ?? ''}`, sent).then(async (found) => ({
        status: found.status,
        headers: found.headers,
        text: await found.text(),
      }));
      const type = told.get('content-type') ?? '';
      const text = /[/+]json/.test(type) ? JSON.stringify(grown(JSON.parse(rest.text))) : rest.text;
      response.writeHead(status, { 'content-type': type }).end(text);
    };
    answer().catch((error: unknown) => response.writeHead(502).end(String(error)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => server.closeAllConnections() ?? server.close() };
};
