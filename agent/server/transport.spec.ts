import { createServer as createHttp, type RequestListener, type Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { selfSigned } from '../../test/support/self-signed';
import { RequestUnanswered } from './request-error';
import { httpTransport, type OutgoingRequest } from './transport';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

const listening = async (server: Server): Promise<number> => {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};
const plain = async (listener: RequestListener): Promise<URL> =>
  new URL(`http://127.0.0.1:${await listening(createHttp(listener))}`);

const sent: OutgoingRequest = { path: '/agent/v1/x', headers: { 'x-y': 'z' }, body: '{"a":1}', timeoutMs: 5000 };
const outcome = (server: URL, more: Partial<OutgoingRequest> = {}, ca?: string) =>
  httpTransport(server, ca)({ ...sent, ...more });

test('posts what it is given, as it is', async () => {
  const url = await plain((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () =>
      response.writeHead(201).end(`${request.method} ${request.url} ${String(request.headers['x-y'])} ${body}`),
    );
  });
  expect(await outcome(url)).toMatchObject({ status: 201, text: 'POST /agent/v1/x z {"a":1}' });
});

test('believes a server by its certificate alone', async () => {
  const { key, cert } = selfSigned();
  const port = await listening(createHttps({ key, cert }, (_, response) => response.end('{}')));
  const url = new URL(`https://127.0.0.1:${port}`);
  expect(await outcome(url, {}, cert)).toMatchObject({ status: 200 });
  await expect(outcome(url)).rejects.toBeInstanceOf(RequestUnanswered);
  await expect(outcome(url, {}, selfSigned().cert)).rejects.toBeInstanceOf(RequestUnanswered);
});

test('follows nobody elsewhere', async () => {
  const url = await plain((_, response) => response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end());
  expect(await outcome(url)).toMatchObject({ status: 307 });
});

test.each<[string, RequestListener, Partial<OutgoingRequest>]>([
  ['says nothing', () => undefined, { timeoutMs: 50 }],
  ['breaks the line', (_, response) => void response.destroy(), {}],
  [
    'breaks the line in the middle',
    (_, response) => void response.writeHead(200, { 'content-length': '9' }).write('{', () => response.destroy()),
    {},
  ],
  ['never stops talking', (_, response) => void response.end(Buffer.alloc(2 * 1024 * 1024)), {}],
])('a server that %s has not answered', async (_, listener, more) => {
  await expect(outcome(await plain(listener), more)).rejects.toBeInstanceOf(RequestUnanswered);
});

test('gives up when told to', async () => {
  const stop = new AbortController();
  const url = await plain(() => stop.abort());
  await expect(outcome(url, { signal: stop.signal })).rejects.toBeInstanceOf(RequestUnanswered);
  await expect(outcome(url, { signal: stop.signal })).rejects.toBeInstanceOf(RequestUnanswered);
});
