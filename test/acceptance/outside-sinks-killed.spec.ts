import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signedIn, startServer, type ServerProcess } from '../support/application/server-process';
import type { Json } from '../support/json';
import { until } from '../support/until';

/** The real server is killed without a word while it sends facts to a file: none is missing there, none is twice. */
const KILLS = 4;
const folder = mkdtempSync(join(tmpdir(), 'keyledger-sinks-killed-'));
const path = join(folder, 'facts.jsonl');
const env = { KEYLEDGER_DATA_DIR: join(folder, 'data'), KEYLEDGER_SINK_FILE: path };
let server: ServerProcess | undefined;
afterEach(() => server?.kill('SIGKILL'));
afterAll(() => rmSync(folder, { recursive: true }));

const start = async () => {
  server = startServer(env);
  return signedIn(await server.ready(), env, 'owner@example.com');
};
const ids = (): readonly string[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))
    .flatMap(({ kind, fact }) => (kind === 'fact' ? [fact.id] : []));

test('a file that its server was killed over holds every fact once, in the order of the log', async () => {
  for (let kill = 0; kill < KILLS; kill += 1) {
    const owner = await start();
    await Promise.all(Array.from({ length: 20 }, (_, n) => owner.post('/organizations', { name: `Org ${kill} ${n}` })));
    await until('some of it', () => ids().length > kill);
    server?.kill('SIGKILL');
    await server?.ended();
    // As a machine that lost power leaves it.
    if (kill % 2 === 1) appendFileSync(path, '{"kind":"fact","position":"00000');
  }
  const owner = await start();
  const { text } = await owner.get('/audit/export?format=jsonl&order=asc');
  const exported: readonly string[] = text
    .trim()
    .split('\n')
    .map((line: string): Json => JSON.parse(line).id);
  expect(exported.length).toBeGreaterThan(KILLS * 20);
  await until('all of it', () => ids().length >= exported.length, 20_000);
  expect(ids().slice(0, exported.length)).toEqual(exported);
  expect(new Set(ids()).size).toBe(ids().length);
}, 120_000);

test.each([
  ['KEYLEDGER_SINK_FILE', '/dev/null'],
  ['KEYLEDGER_SINK_SYSLOG', 'tcp://siem.example.com:514'],
  ['KEYLEDGER_SINK_HTTPS', 'https://user:s3cret@siem.example.com/'],
])('a bad %s ends the start with one line', async (name, value) => {
  server = startServer({ KEYLEDGER_DATA_DIR: join(folder, 'other'), [name]: value });
  expect(await server.ended()).not.toBe(0);
  expect(server.said.stderr.trim().split('\n')).toEqual([expect.stringContaining(name)]);
  expect(server.said.stderr).not.toContain('s3cret');
});
