import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { at, put, THINGS, writeAt, type Thing } from '../../../../test/contract/things';
import { embeddedPresence } from '../../presence/embedded-presence';
import { Database } from '../../sqlite/database';
import { GroupCommit } from '../../sqlite/group-commit';
import { openReadFile } from './read-file';
import { openReadStore } from './open-read-store';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keyledger-reads-'));
  path = join(folder, 'reads.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

const AGENT = { agentId: 'h.a', hostId: 'h' };

/** A store with a thousand documents, in which an agent was heard, closed as a server closes it. */
const filled = async (): Promise<void> => {
  const { store, presence, close } = await openReadStore(path, 'log1');
  const build = await store.begin(THINGS);
  const things = Array.from({ length: 1000 }, (_, n) => put(1, { id: `t${n}`, org: 'o1', title: `thing ${n}` }));
  await writeAt(store.table<Thing>(THINGS, build), things, at(1));
  await presence.advance(AGENT, 7, Date.now());
  close();
};

const DAMAGES: readonly (readonly [string, () => void])[] = [
  ['cut off', () => truncateSync(path, 8192)],
  ['emptied', () => truncateSync(path, 0)],
  ['overwritten', () => writeFileSync(path, 'no database')],
  ['damaged at its root', () => overwrite(100, 4096)],
  ['damaged in the middle', () => overwrite(40_000, 90_000)],
];

const overwrite = (from: number, to: number): void => {
  const bytes = readFileSync(path);
  expect(bytes.length).toBeGreaterThan(to);
  writeFileSync(path, bytes.fill(0xee, from, to));
};

test.each(DAMAGES)('a file that is %s is set aside, told in one line, and begun anew', async (_, damage) => {
  await filled();
  damage();
  const told: string[] = [];
  const { store, presence, close } = await openReadStore(path, 'log1', (warning) => told.push(warning));
  expect(told).toEqual([
    expect.stringMatching(/^reads\.db is damaged.* set aside as reads\.db\.damaged, .*built anew from the log\.$/),
  ]);
  expect(await store.builds('things')).toEqual([]);
  expect(existsSync(`${path}.damaged`)).toBe(true);
  // What can't be made anew lies elsewhere.
  expect(await presence.advance(AGENT, 7, Date.now())).toBe('repeated');
  close();
  const again = await openReadStore(path, 'log1', (warning) => told.push(warning));
  again.close();
  expect(told).toHaveLength(1);
});

test('a whole file is left as it is', async () => {
  await filled();
  const { store, close } = await openReadStore(path, 'log1', (warning) => expect(warning).toBe(''));
  expect(await store.builds('things')).toHaveLength(1);
  close();
});

test('a file is known as open until it is closed, so that after the power has failed it is looked through', async () => {
  const { close } = await openReadStore(path, 'log1');
  expect(existsSync(`${path}-open`)).toBe(true);
  close();
  expect(existsSync(`${path}-open`)).toBe(false);
});

test('what a former release kept of agents among the read models is taken over, once', async () => {
  const reads = openReadFile(path);
  await embeddedPresence(reads, new GroupCommit(reads)).advance(AGENT, 7, Date.now());
  reads.close();
  const first = await openReadStore(path, 'log1');
  expect(await first.presence.advance(AGENT, 7, Date.now())).toBe('repeated');
  await first.presence.advance(AGENT, 8, Date.now());
  first.close();
  const second = await openReadStore(path, 'log1');
  expect(await second.presence.advance(AGENT, 8, Date.now())).toBe('repeated');
  second.close();
  const left = new Database(path);
  expect(left.prepare('SELECT * FROM presence').all()).toEqual([]);
  left.close();
});
