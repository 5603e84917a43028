import { chmodSync, mkdirSync, mkdtempSync, rmSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer, type ServerProcess } from '../support/application/server-process';
import { selfSigned } from '../support/self-signed';
import { until } from '../support/until';

const root = mkdtempSync(join(tmpdir(), 'keyledger-checks-'));
const running = new Set<ServerProcess>();
let folders = 0;
afterEach(async () => {
  for (const server of running) {
    server.kill('SIGKILL');
    await server.ended();
  }
  running.clear();
});
afterAll(() => rmSync(root, { recursive: true }));

const folder = (): string => join(root, `data${(folders += 1)}`);
const start = (env: Readonly<Record<string, string>>): ServerProcess => {
  const server = startServer(env);
  running.add(server);
  return server;
};
const expectRefused = async (env: Readonly<Record<string, string>>, line: RegExp): Promise<void> => {
  const server = start(env);
  expect(await server.ended()).toBe(1);
  expect(server.said.stderr).toMatch(/^[^\n]+\n$/);
  expect(server.said.stderr).toMatch(line);
  expect(server.said.stdout).not.toContain('is ready');
};
const stop = async (server: ServerProcess): Promise<void> => {
  server.kill('SIGTERM');
  expect(await server.ended()).toBe(0);
};

test('a data folder or root key that others can read ends the start, and is closed again by what the line says', async () => {
  const dataDir = folder();
  const first = start({ KEYLEDGER_DATA_DIR: dataDir });
  await first.ready();
  expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  await stop(first);

  chmodSync(dataDir, 0o755);
  await expectRefused({ KEYLEDGER_DATA_DIR: dataDir }, /KEYLEDGER_DATA_DIR.*\(mode 755\): chmod 700 it/);
  chmodSync(dataDir, 0o700);
  chmodSync(join(dataDir, 'root.key'), 0o644);
  await expectRefused({ KEYLEDGER_DATA_DIR: dataDir }, /root\.key" is open to others \(mode 644\): chmod 600 it/);
  const allowed = start({ KEYLEDGER_DATA_DIR: dataDir, KEYLEDGER_ALLOW_LOOSE_PERMISSIONS: '1' });
  await allowed.ready();
  expect(allowed.said.stdout).toMatch(/"msg":"The root key file .* is open to others/);
  await stop(allowed);
});

test('nothing is made in a folder that is refused', async () => {
  const dataDir = folder();
  mkdirSync(dataDir);
  chmodSync(dataDir, 0o755);
  await expectRefused({ KEYLEDGER_DATA_DIR: dataDir }, /open to others/);
  rmdirSync(dataDir);
});

test('with TLS the lines at start lead to it; a key of another certificate ends the start', async () => {
  const [own, other] = [selfSigned(), selfSigned()];
  const [cert, key, otherKey] = ['cert.pem', 'key.pem', 'other.pem'].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(cert, own.cert);
  writeFileSync(key, own.key, { mode: 0o600 });
  writeFileSync(otherKey, other.key, { mode: 0o600 });
  const server = start({ KEYLEDGER_DATA_DIR: folder(), KEYLEDGER_TLS_CERT: cert, KEYLEDGER_TLS_KEY: key });
  expect(await server.ready()).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  await expectRefused(
    { KEYLEDGER_DATA_DIR: folder(), KEYLEDGER_TLS_CERT: cert, KEYLEDGER_TLS_KEY: otherKey },
    /KEYLEDGER_TLS_CERT and KEYLEDGER_TLS_KEY do not make a pair/,
  );
});

const ISSUER = {
  KEYLEDGER_JWT_ISSUER: 'https://id.example.com/',
  KEYLEDGER_JWKS_URL: 'https://id.example.com/keys',
  KEYLEDGER_JWT_AUDIENCE: 'vault',
};

test('with an external issuer no token of ours is offered, and a missing owner is told', async () => {
  const server = start({ KEYLEDGER_DATA_DIR: folder(), ...ISSUER });
  await server.ready();
  await until('the note', () => server.said.stdout.includes('"The account has no owner'));
  expect(server.said.stdout).not.toContain('keyledger token');
  await stop(server);
  await expectRefused(
    { KEYLEDGER_DATA_DIR: folder(), ...ISSUER, KEYLEDGER_JWT_EMAIL_CLAIM: 'preferred_username' },
    /KEYLEDGER_JWT_EMAIL_VERIFIED_CLAIM/,
  );
});

test('an owner named where there is one is called ignored, and the token offered is that of the one there is', async () => {
  const dataDir = folder();
  const first = start({ KEYLEDGER_DATA_DIR: dataDir });
  await first.ready();
  await stop(first);
  const second = start({ KEYLEDGER_DATA_DIR: dataDir, KEYLEDGER_OWNER_EMAIL: 'ann@example.com' });
  await second.ready();
  await until('the note', () => second.said.stdout.includes('KEYLEDGER_OWNER_EMAIL (ann@example.com) is ignored'));
  expect(second.said.stdout).toContain('token --email owner@example.com');
});
