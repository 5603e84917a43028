import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newFixture, SECRET } from '../support/application/fixture';
import { signedIn, startServer } from '../support/application/server-process';
import type { Json } from '../support/json';
import { until } from '../support/until';

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: readonly { readonly key: string; readonly value: Json }[];
}

/** A receiver of OTLP over HTTP, as far as it takes traces. */
const newReceiver = async () => {
  const bodies: string[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      bodies.push(`${request.method} ${request.url}\n${body}`);
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bodies,
    resources: () => bodies.flatMap((body) => JSON.parse(body.split('\n')[1] ?? '').resourceSpans as Json[]),
    close: () => server.close(),
  };
};

const newServer = async (endpoint: string) => {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-traces-'));
  // OpenTelemetry's own patience, shorter than it has by itself.
  const impatient = { OTEL_EXPORTER_OTLP_TIMEOUT: '500', OTEL_BSP_SCHEDULE_DELAY: '200' };
  const env = { KEYLEDGER_DATA_DIR: join(folder, 'data'), OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, ...impatient };
  const server = startServer(env);
  const url = await server.ready();
  return {
    url,
    said: server.said,
    as: (email: string) => signedIn(url, env, email),
    end: async () => {
      server.kill('SIGTERM');
      const how = await server.ended();
      rmSync(folder, { recursive: true });
      return how;
    },
  };
};

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CALLER = '00f067aa0ba902b7';

test('a checkout is one trace from its request to its facts and its read models, and says nothing that is secret', async () => {
  const receiver = await newReceiver();
  const application = await newServer(`${receiver.url}/`);
  const fixture = await newFixture(application);
  const { user } = fixture.people;
  const { id, value } = await fixture.newIdentity();
  const headers = { traceparent: `00-${TRACE}-${CALLER}-01` };
  const reason = 'because-the-shop-is-down';
  const answer = await user.post(`/identities/${id}/checkout`, { reason, durationMinutes: 5 }, headers);
  expect([answer.status, answer.headers.get('keyledger-correlation-id')]).toEqual([201, TRACE]);
  const seen = { 'keyledger-min-position': answer.headers.get('keyledger-position') ?? '' };
  expect((await user.get('/sessions', seen)).status).toBe(200);
  await user.get('/identities/nobody', headers);
  await fetch(`${application.url}/health/ready`);
  expect(await application.end()).toBe(0);
  receiver.close();

  expect(receiver.bodies.every((body) => body.startsWith('POST /v1/traces\n'))).toBe(true);
  const [{ resource }] = receiver.resources() as [Json];
  expect(resource.attributes).toContainEqual({ key: 'service.name', value: { stringValue: 'keyledger' } });
  const spans: Span[] = receiver.resources().flatMap(({ scopeSpans }) => scopeSpans[0].spans);
  const ours = spans.filter(({ traceId }) => traceId === TRACE);
  const named = (name: string) => ours.find((span) => span.name === name);
  const request = named('POST /api/v1/identities/:id/checkout');
  const command = named('command CheckOutIdentity');
  expect(request?.parentSpanId).toBe(CALLER);
  expect(request?.attributes).toEqual(
    expect.arrayContaining([
      { key: 'http.response.status_code', value: { intValue: 201 } },
      { key: 'keyledger.correlation_id', value: { stringValue: TRACE } },
    ]),
  );
  expect(command?.parentSpanId).toBe(request?.spanId);
  for (const call of ['event-store.append', 'material-store.get']) {
    const ancestors: (string | undefined)[] = [];
    for (let span = named(call); span !== undefined;) {
      const { parentSpanId } = span;
      ancestors.push(span.name);
      span = ours.find(({ spanId }) => spanId === parentSpanId);
    }
    expect([call, ancestors]).toEqual([call, expect.arrayContaining(['command CheckOutIdentity', request?.name])]);
  }
  expect(named('GET /api/v1/identities/:id')?.attributes).toContainEqual({
    key: 'error.type',
    value: { stringValue: 'NOT_FOUND' },
  });
  expect(spans.map(({ name }) => name)).toEqual(expect.arrayContaining([expect.stringMatching(/^follow .*sessions/)]));
  expect(spans.filter(({ name }) => /health|metrics/.test(name))).toEqual([]);

  const text = receiver.bodies.join('\n');
  for (const said of [value, reason, SECRET, user.token, user.email, fixture.owner.email, 'prod-db-admin']) {
    expect([said, text.includes(said)]).toEqual([said, false]);
  }
});

test('what agents and identity providers ask is a trace too, and each store that is called a span of it', async () => {
  const receiver = await newReceiver();
  const application = await newServer(receiver.url);
  const { owner, organizationId } = await newFixture(application);
  const { token } = await owner.ok('POST', '/scim-connections', { name: 'entra' });
  const listed = await fetch(`${application.url}/scim/v2/Users`, { headers: { authorization: `Bearer ${token}` } });
  expect(listed.status).toBe(200);
  await owner.ok('GET', `/hosts?organizationId=${organizationId}`);
  await owner.get('/evidence/checkpoint');
  expect(await application.end()).toBe(0);
  receiver.close();
  const spans: Span[] = receiver.resources().flatMap(({ scopeSpans }) => scopeSpans[0].spans);
  const traceOf = (name: string) => {
    const { traceId } = spans.find((span) => span.name === name) ?? {};
    return spans.filter((span) => span.traceId === traceId).map((span) => span.name);
  };
  expect(traceOf('GET /scim/v2/Users')).toEqual(expect.arrayContaining(['query ListScimUsers']));
  expect(traceOf('GET /api/v1/hosts')).toEqual(expect.arrayContaining([expect.stringMatching(/^presence\./)]));
  expect(traceOf('GET /api/v1/evidence/checkpoint')).toEqual(
    expect.arrayContaining([expect.stringMatching(/^evidence-store\./)]),
  );
});

test('a receiver that is away is told of, and nothing waits for it', async () => {
  const application = await newServer('http://127.0.0.1:9');
  const owner = await application.as('owner@example.com');
  await owner.ok('GET', '/me');
  await until('the line', () => application.said.stdout.includes('traces can not be sent'), 25_000);
  expect(await application.end()).toBe(0);
});
