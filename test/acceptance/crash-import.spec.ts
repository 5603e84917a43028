import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyledger } from '../support/application/command-line';
import { newFixture, type Fixture } from '../support/application/fixture';
import { jsonlOf } from '../support/application/importing';
import { KilledServer } from '../support/application/killed-server';
import type { Json } from '../support/json';
import { until } from '../support/until';

jest.setTimeout(300_000);

const MAIN = join(__dirname, '../../dist/cli/main.js');
const MADE = 'keyledger.identity-created.v1';

/** A file is imported while the server, or who sends it, is killed; sent again, all of it is there, and nothing twice. */
const killed = new KilledServer();
let fixture: Fixture;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keyledger-crash-import-'));
  await killed.start();
  fixture = await newFixture(killed);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await killed.end();
});

/** Its vault, and identities with values of their own. */
const fileOf = (vault: string, count: number): string => {
  const path = join(folder, `${vault}.jsonl`);
  const identities = Array.from({ length: count }, (_, n) => ({
    kind: 'identity',
    vault,
    name: `id ${n}`,
    username: 'root',
    credential: `value ${n} of ${vault}`,
    connector: null,
  }));
  writeFileSync(path, jsonlOf({ kind: 'vault', name: vault }, ...identities));
  return path;
};

const args = (path: string): readonly string[] => [
  'import',
  path,
  '--organization',
  fixture.organizationId,
  '--apply',
  '--json',
];

const importOnce = async (path: string) => keyledger(args(path), await killed.reachedBy(fixture.owner.email));

const namesIn = async (vault: string): Promise<readonly string[]> => {
  const owner = await killed.as(fixture.owner.email);
  const { items } = await owner.ok('GET', `/identity-groups?limit=200`);
  const found = (items as Json[]).filter(({ name }) => name === vault);
  const names: string[] = [];
  for (const { id } of found) {
    for (let cursor: string | null = ''; cursor !== null;) {
      const at = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page: Json = await owner.ok('GET', `/identities?identityGroupId=${id}&limit=200${at}`);
      names.push(...(page.items as Json[]).map(({ name }) => name as string));
      cursor = page.nextCursor;
    }
  }
  expect(found.length).toBeLessThan(2);
  return names;
};

const all = (count: number) => Array.from({ length: count }, (_, n) => `id ${n}`).toSorted();

const summaryOf = (stdout: string): Json => {
  const line = stdout.split('\n').find((text) => text.includes('"summary"'));
  return line === undefined ? undefined : JSON.parse(line).summary;
};

test('the server is killed at several steps, and the file sent again each time', async () => {
  // Several times as many as are made at once.
  const path = fileOf('Server', 400);
  for (const step of ['before keyledger.vault-created.v1', `after ${MADE} 1`, `before ${MADE} 7`, `after ${MADE} 9`]) {
    await killed.start(step);
    const { status, stdout, stderr } = await importOnce(path);
    expect({ step, status, summary: summaryOf(stdout) }).toEqual({ step, status: 1, summary: undefined });
    expect(stderr).toMatch(/nothing is made twice/);
    expect(await killed.died()).toBe('SIGKILL');
  }
  await killed.start();
  const { status, stdout } = await importOnce(path);
  const { made, exists, refused } = summaryOf(stdout);
  expect({ status, refused, all: made + exists }).toEqual({ status: 0, refused: 0, all: 401 });
  expect(exists).toBeGreaterThan(8);
  await until('the list', async () => (await namesIn('Server')).length >= 400, 120_000);
  expect((await namesIn('Server')).toSorted()).toEqual(all(400));
});

test('who sends the file is killed in its middle', async () => {
  const path = fileOf('Client', 600);
  await killed.start();
  const env = { PATH: process.env['PATH'] ?? '', ...(await killed.reachedBy(fixture.owner.email)) };
  const child = spawn(process.execPath, [MAIN, ...args(path)], { env, stdio: 'ignore' });
  const ended = once(child, 'exit');
  await until('the first of them', async () => (await namesIn('Client')).length > 0, 60_000);
  child.kill('SIGKILL');
  await ended;
  const { status, stdout } = await importOnce(path);
  const { made, exists, refused } = summaryOf(stdout);
  expect({ status, refused, all: made + exists }).toEqual({ status: 0, refused: 0, all: 601 });
  await until('the list', async () => (await namesIn('Client')).length >= 600, 120_000);
  expect((await namesIn('Client')).toSorted()).toEqual(all(600));
});
