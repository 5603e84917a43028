import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signedIn, startServer, type ServerProcess } from '../support/application/server-process';
import type { Json } from '../support/json';
import { freePort } from '../support/free-port';
import { until } from '../support/until';
import { whereInstalled } from '../support/where-installed';
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const MAIN = join(__dirname, '../../dist/src/main.js');
const root = mkdtempSync(join(tmpdir(), 'keyledger-logs-'));
let folders = 0;
const newFolder = (): string => join(root, `data${(folders += 1)}`);
const running = new Set<ServerProcess>();
afterEach(() => running.forEach((server) => server.kill('SIGKILL')));
afterAll(() => rmSync(root, { recursive: true }));

const start = (env: Readonly<Record<string, string>>): ServerProcess => {
  const server = startServer(env);
  running.add(server);
  void server.ended().then(() => running.delete(server));
  return server;
};
/** Every line of it is JSON, or this throws. */
const linesOf = ({ said }: ServerProcess): readonly Json[] =>
  said.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
const ended = async (server: ServerProcess): Promise<readonly Json[]> => {
  server.kill('SIGTERM');
  await server.ended();
  return linesOf(server);
};

test('from the first line to the last standard output is JSON, and what somebody asked is found by its correlation id', async () => {
  const env = { KEYLEDGER_DATA_DIR: newFolder(), KEYLEDGER_PROT: '1' };
  const server = start(env);
  const url = await server.ready();
  const owner = await signedIn(url, env, 'owner@example.com');
  const { user } = await owner.ok('GET', '/me');
  const made = await owner.post('/organizations', { name: 'Acme' });
  const absent = await owner.get('/identities/nobody');
  await until('readiness', async () => (await owner.get('//health/ready')).status === 200);
  await owner.get('//health/live');
  await owner.get('//metrics');
  const lines = await ended(server);

  expect(lines.find(({ msg }) => msg.endsWith(' is ready.'))).toMatchObject({
    level: 30,
    api: `${url}/api/v1`,
    documentation: `${url}/docs`,
    signIn: [expect.stringContaining('npx --no keyledger token --email owner@example.com')],
  });
  expect(lines.find(({ msg }) => msg.includes('"KEYLEDGER_PROT" is not a variable'))).toMatchObject({ level: 40 });
  for (const answer of [made, absent]) {
    const correlationId = answer.headers.get('keyledger-correlation-id');
    expect(lines.filter((line) => line.correlationId === correlationId)).toMatchObject([
      { msg: 'answered', status: answer.status, ip: '127.0.0.1', userId: user.id },
    ]);
  }
  expect(absent.body.correlationId).toBe(absent.headers.get('keyledger-correlation-id'));
  expect(lines.filter(({ route }) => /health|metrics/.test(route ?? ''))).toEqual([]);
});

test('a level leaves out what is less grave, and debug tells of probes too', async () => {
  const quiet = start({ KEYLEDGER_DATA_DIR: newFolder(), KEYLEDGER_PORT: '0', KEYLEDGER_LOG_LEVEL: 'error' });
  const loud = start({ KEYLEDGER_DATA_DIR: newFolder(), KEYLEDGER_LOG_LEVEL: 'debug' });
  const url = await loud.ready();
  await fetch(`${url}/health/live`);
  await until('the line', () => loud.said.stdout.includes('"route":"/health/live"'));
  expect(linesOf(loud).find(({ route }) => route === '/health/live')).toMatchObject({ level: 20, status: 200 });
  expect(await ended(loud)).not.toEqual([]);
  expect(await ended(quiet)).toEqual([]);
});

test('a level that is none ends the start with one line', async () => {
  const server = start({ KEYLEDGER_DATA_DIR: newFolder(), KEYLEDGER_LOG_LEVEL: 'loud' });
  expect(await server.ended()).toBe(1);
  expect(server.said).toEqual({ stdout: '', stderr: expect.stringMatching(/^KEYLEDGER_LOG_LEVEL is "loud"; .+\n$/) });
});

test('where standard output is on a disk that is full, it serves without its log, and stops in order', async () => {
  const port = await freePort();
  const full = openSync('/dev/full', 'w');
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env['PATH'], KEYLEDGER_PORT: String(port), KEYLEDGER_DATA_DIR: newFolder() },
    stdio: ['ignore', full, 'ignore'],
  });
  const ended = once(child, 'exit');
  try {
    const statusOf = (path: string) =>
      fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(2000) }).then(
        ({ status }) => status,
        () => undefined,
      );
    await until('readiness', async () => (await statusOf('/health/ready')) === 200, 20_000);
    expect([await statusOf('/nowhere'), await statusOf('/nowhere')]).toEqual([404, 404]);
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  } finally {
    child.kill('SIGKILL');
    closeSync(full);
  }
});

whereInstalled('script', 'bsdutils')('at a terminal', () => {
  test('a person is told in lines', async () => {
    const child = spawn('script', ['-qec', `"${process.execPath}" "${MAIN}"`, '/dev/null'], {
      env: { PATH: process.env['PATH'], KEYLEDGER_PORT: '0', KEYLEDGER_DATA_DIR: newFolder() },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await until('the banner', () => /^ {2}API {12}http\S+\/api\/v1\r?$/m.test(said), 20_000);
    expect(said).toMatch(/^Note: The root key lies beside the data/m);
    child.kill('SIGTERM');
    await once(child, 'close');
  });
});
