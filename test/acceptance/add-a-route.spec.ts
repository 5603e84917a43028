import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { AppModule } from '../../src/app.module';
import { createServer, type Server } from '../../src/http/server';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { client, type Client } from '../support/application/client';
import { quietPorts } from '../support/policy-node';

/** docs/add-a-route.md, followed to the letter: its files are taken from the page, and a server is started with them. */
const ROOT = resolve(__dirname, '../..');
const PAGE = readFileSync(join(ROOT, 'docs/add-a-route.md'), 'utf8');
const MODULE = 'src/modules/auditor-roles.module.ts';
const NAMED = /```ts\n\/\/ (\S+)\n([\s\S]*?)```/g;
const fromRoot = createRequire(join(ROOT, 'package.json'));

/** The files of the page, each where its first line says, in a folder of their own; what they import of ours is the real thing. */
const written = (folder: string): void => {
  const files = [...PAGE.matchAll(NAMED)].map(([, path = '', text = '']) => ({ path, text }));
  const own = new Set(files.map(({ path }) => path.replace(/\.ts$/, '')));
  for (const { path, text } of files) {
    const at = (name: string): string => {
      if (!name.startsWith('.')) return fromRoot.resolve(name);
      const target = join(dirname(path), name);
      return own.has(target) ? join(folder, target) : join(ROOT, target);
    };
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(
      join(folder, path),
      text.replaceAll(/from '([^']+)'/g, (_, name: string) => `from '${at(name)}'`),
    );
  }
};

let folder: string;
let application: RunningApplication;
let server: Server;
let owner: Client;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keyledger-route-'));
  written(folder);
  const { AuditorRolesModule } = require(join(folder, MODULE)) as { AuditorRolesModule: object };
  application = await runningApplication();
  const { adapters, projections } = application;
  class WithTheRoute {}
  const imports = [AppModule.with(quietPorts(adapters, projections)), AuditorRolesModule];
  server = await createServer(
    { module: WithTheRoute, imports },
    {
      listen: {
        host: '127.0.0.1',
        port: 0,
        behindTlsProxy: false,
        trustedProxies: [],
        corsOrigins: [],
        requestTimeoutMs: 30_000,
        keepAliveMs: 75_000,
        pollMs: 50_000,
      },
      log: pino({ level: 'silent' }),
      registry: new Registry(),
      version: '0.0.0-test',
      inspectAnswers: true,
    },
  );
  const { email, token } = await application.as('owner@example.com');
  owner = client(await server.listen(), email, token);
});
afterAll(async () => {
  await server.drain(9000);
  await server.close();
  await application.end();
  rmSync(folder, { recursive: true });
});

test('the route of the page makes what it says, once for one key', async () => {
  const key = { 'idempotency-key': 'from-the-page' };
  const made = await owner.post('/auditor-roles', { name: 'Internal audit', seesVaults: true }, key);
  expect([made.status, made.body]).toMatchObject([201, { name: 'Internal audit' }]);
  expect(made.headers.get('location')).toBe(`/api/v1/roles/${made.body.id}`);
  expect(made.headers.get('etag')).not.toBeNull();
  expect((await owner.post('/auditor-roles', { name: 'Internal audit', seesVaults: true }, key)).body).toEqual(
    made.body,
  );
  expect(await owner.ok('GET', `/roles/${made.body.id}`)).toMatchObject({
    permissions: ['pam_audit.read', 'pam_vaults.view'],
  });
});

test('it refuses what its DTO does not take, and who has no token', async () => {
  const { body } = await owner.post('/auditor-roles', { name: '', seesVaults: null, extra: 1 });
  const fields = new Set(body.errors.map(({ field }: { field: string }) => field));
  expect([...fields].toSorted()).toEqual(['extra', 'name', 'seesVaults']);
  expect((await owner.post('/auditor-roles', { name: 'x' }, { authorization: '' })).status).toBe(401);
});

test('it is in the document, with its permission and its examples', async () => {
  const document = await owner.ok('GET', '/openapi.json');
  expect(document.paths['/auditor-roles'].post).toMatchObject({ operationId: 'createAuditorRole', tags: ['People'] });
});
