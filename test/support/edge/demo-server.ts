import { Writable } from 'node:stream';
import { Global, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import type { ListenConfig } from '../../../src/config/config';
import { HttpModule } from '../../../src/http/http.module';
import { createServer } from '../../../src/http/server';
import type { Json } from '../json';
import { DemoController } from './demo.controller';
import { demoPorts } from './demo-ports';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Json;
}

/** A real listening server with the demo controller behind the edge. */
export const demoServer = async (listen: Partial<ListenConfig> = {}) => {
  const { ports, knobs } = demoPorts();
  @Global()
  @Module({ providers: ports, exports: ports.map(({ provide }) => provide) })
  class PortsModule {}
  @Module({ imports: [PortsModule, CqrsModule.forRoot(), HttpModule], controllers: [DemoController] })
  class RootModule {}

  const registry = new Registry();
  const logged: string[] = [];
  const sink = new Writable({
    write: (line: Buffer, _, next) => {
      logged.push(line.toString());
      next();
    },
  });
  const server = await createServer(RootModule, {
    listen: {
      host: '127.0.0.1',
      port: 0,
      behindTlsProxy: false,
      trustedProxies: [],
      corsOrigins: ['https://console.example.com'],
      requestTimeoutMs: 30_000,
      keepAliveMs: 75_000,
      pollMs: 50_000,
      ...listen,
    },
    log: pino(sink),
    registry,
    version: '0.0.0-test',
    inspectAnswers: true,
  });
  const url = await server.listen();
  const call = async (method: string, path: string, init: RequestInit = {}): Promise<Answer> => {
    const headers = new Headers(init.headers);
    if (!headers.has('authorization')) headers.set('authorization', 'Bearer ann');
    const response = await fetch(`${url}${path}`, { ...init, method, headers });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: isJson && text !== '' ? JSON.parse(text) : undefined,
    };
  };
  return {
    ...server,
    /** As the whole server does: what is under way first. */
    close: async () => {
      await server.drain(9000);
      await server.close();
    },
    url,
    knobs,
    logged,
    registry,
    demo: server.app.get(DemoController),
    call,
    /** With a JSON body. */
    send: (method: string, path: string, body: unknown, headers: Record<string, string> = {}) =>
      call(method, path, {
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...headers },
      }),
  };
};

export type DemoServer = Awaited<ReturnType<typeof demoServer>>;
