import { connect, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import { until } from '../../../test/support/until';
import { Foreground } from '../../kernel/foreground';
import { Nothing } from '../platform/validation/nothing';
import { closeIdleConnections } from './idle-connections';
import { boundInFlight } from './in-flight';

const operation = {
  id: 'test',
  input: { body: Nothing, query: Nothing },
  answers: {},
  ifMatch: false,
  needsFields: false,
};

let server: FastifyInstance;
beforeEach(() => {
  server = fastify();
});
afterEach(() => server.close());

describe('the bound on requests under way', () => {
  it('turns away who comes beyond it, and takes the next once one was answered; polls and probes are not counted', async () => {
    boundInFlight(server, new Foreground(), 2);
    const ends: (() => void)[] = [];
    const held = () => new Promise((resolve) => ends.push(() => resolve({})));
    server.get('/slow', { config: { operation } }, held);
    server.get('/poll', { config: { operation: { ...operation, unhurried: true } } }, async () => ({}));
    server.get('/health', async () => ({}));
    const url = await server.listen({ port: 0 });
    const first = [fetch(`${url}/slow`), fetch(`${url}/slow`)];
    await until('both to be under way', () => ends.length === 2);
    expect((await fetch(`${url}/slow`)).ok).toBe(false);
    expect((await fetch(`${url}/poll`)).status).toBe(200);
    expect((await fetch(`${url}/health`)).status).toBe(200);
    ends.splice(0).forEach((end) => end());
    expect((await Promise.all(first)).map(({ status }) => status)).toEqual([200, 200]);
    const next = fetch(`${url}/slow`);
    await until('the next to be under way', () => ends.length === 1);
    ends[0]?.();
    expect((await next).status).toBe(200);
  });
});

test('while a request is under way somebody waits for its answer, unless it only watches long work', async () => {
  const foreground = new Foreground();
  boundInFlight(server, foreground, 1);
  const busy: boolean[] = [];
  const seen = async () => {
    busy.push(foreground.isBusy);
    return {};
  };
  server.get('/progress', { config: { operation: { ...operation, watching: true } } }, seen);
  server.get('/thing', { config: { operation } }, seen);
  for (const path of ['/progress', '/progress', '/thing']) expect((await server.inject(path)).statusCode).toBe(200);
  expect(busy).toEqual([false, false, true]);
});

test('4,096 requests may be under way, and a connection may stand still for 30 s', async () => {
  boundInFlight(server, new Foreground());
  closeIdleConnections(server);
  const ends: (() => void)[] = [];
  server.get('/slow', { config: { operation } }, () => new Promise((resolve) => ends.push(() => resolve({}))));
  const all = Array.from({ length: 4096 }, () => server.inject('/slow'));
  await until('all to be under way', () => ends.length === all.length);
  expect((await server.inject('/slow')).statusCode).not.toBe(200);
  ends.forEach((end) => end());
  await Promise.all(all);
  expect(server.server.timeout).toBe(30_000);
});

describe('a connection', () => {
  const IDLE_MS = 60;
  const opened = async (send: string): Promise<{ socket: Socket; text: () => string; closed: () => boolean }> => {
    await server.listen({ port: 0 });
    const socket = connect((server.server.address() as AddressInfo).port);
    let text = '';
    let closed = false;
    socket.on('data', (bytes: Buffer) => (text += bytes.toString()));
    socket.on('close', () => (closed = true)).on('error', () => undefined);
    socket.write(send);
    return { socket, text: () => text, closed: () => closed };
  };

  beforeEach(() => closeIdleConnections(server, IDLE_MS));

  it('whose body stops coming is closed', async () => {
    server.post('/body', async () => ({}));
    const { closed } = await opened(
      'POST /body HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
    );
    await until('the connection to be closed', closed);
  });

  it('whose answer nobody reads is closed', async () => {
    let ended = false;
    server.get('/export', (_, reply) => {
      const piece = 'x'.repeat(1_000_000);
      const write = (): boolean => {
        while (reply.raw.write(piece));
        return reply.raw.once('drain', write) !== undefined;
      };
      reply.raw.once('close', () => (ended = true));
      reply.hijack();
      write();
    });
    const { socket } = await opened('GET /export HTTP/1.1\r\nHost: x\r\n\r\n');
    socket.pause();
    await until('the export to be given up', () => ended);
  });

  it('whose answer nobody reads is closed, whatever was asked behind it', async () => {
    let ended = false;
    server.get('/export', (_, reply) => {
      const piece = 'x'.repeat(1_000_000);
      const write = (): boolean => {
        while (reply.raw.write(piece));
        return reply.raw.once('drain', write) !== undefined;
      };
      reply.raw.once('close', () => (ended = true));
      reply.hijack();
      write();
    });
    server.get('/poll', () => new Promise(() => undefined));
    const { socket } = await opened('GET /export HTTP/1.1\r\nHost: x\r\n\r\nGET /poll HTTP/1.1\r\nHost: x\r\n\r\n');
    socket.pause();
    await until('the export to be given up', () => ended);
  });

  it('whose second request takes long stays open when the first was answered', async () => {
    let answer = (): void => undefined;
    server.get('/quick', async () => ({ quick: true }));
    server.get('/poll', () => new Promise((resolve) => (answer = () => resolve({ done: true }))));
    const both = 'GET /quick HTTP/1.1\r\nHost: x\r\n\r\nGET /poll HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
    const { text, closed, socket } = await opened(both);
    await until('the first answer', () => text().includes('{"quick":true}'));
    await new Promise((resolve) => setTimeout(resolve, 5 * IDLE_MS));
    expect(closed()).toBe(false);
    answer();
    await until('the second answer', () => text().includes('{"done":true}'));
    socket.destroy();
  });

  it('that waits for an answer that takes long stays open', async () => {
    let answer = (): void => undefined;
    server.get('/poll', () => new Promise((resolve) => (answer = () => resolve({ done: true }))));
    const { text, closed, socket } = await opened('GET /poll HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    await new Promise((resolve) => setTimeout(resolve, 5 * IDLE_MS));
    expect(closed()).toBe(false);
    answer();
    await until('the answer', () => text().includes('{"done":true}'));
    socket.destroy();
  });
});
