import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { at, put, THINGS, writeAt, type Thing } from '../../../../test/contract/things';
import type { ModelBuild } from '../../../kernel/read-store';
import { StoreDamaged } from '../../../kernel/store-errors';
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

/** As the power leaves it: one page of all that were written has not reached the disk, and what it was before is whole too. */
const withOnePageOfBefore = async (): Promise<void> => {
  await filled();
  const before = readFileSync(path);
  const { store, close } = await openReadStore(path, 'log1');
  const [build] = (await store.builds('things')) as [ModelBuild];
  await writeAt(
    store.table<Thing>(THINGS, build),
    [put(2, { id: 't500', org: 'o1', title: 'thing 500', tags: ['anew'] })],
    at(2),
  );
  close();
  const after = readFileSync(path);
  const from = 4096 * Math.floor(after.indexOf('"anew"') / 4096);
  writeFileSync(path, after.fill(before.subarray(from, from + 4096), from, from + 4096));
  expect(after.includes('"anew"')).toBe(false);
};

test('a file that was open when the power failed is begun anew, whole as it seems: an older page in it is told by no check', async () => {
  await withOnePageOfBefore();
  const told: string[] = [];
  const whole = await openReadStore(path, 'log1', (warning) => told.push(warning));
  expect(told).toEqual([]);
  whole.close();
  writeFileSync(`${path}-open`, 'an earlier start of the machine');
  const { store, close } = await openReadStore(path, 'log1', (warning) => told.push(warning));
  expect(told).toEqual([
    expect.stringMatching(/^reads\.db was open when the machine stopped.*built anew from the log\.$/),
  ]);
  expect(await store.builds('things')).toEqual([]);
  close();
});

test('what turns out to be damaged while it is read is told once, and begun anew at the next start', async () => {
  await filled();
  const told: string[] = [];
  const { store, close } = await openReadStore(path, 'log1', (warning) => told.push(warning));
  const [build] = (await store.builds('things')) as [ModelBuild];
  overwrite(40_000, 90_000);
  // What another connection writes makes this one read anew.
  const other = new Database(path);
  other.exec("INSERT INTO stream_snapshot VALUES ('a', 'b', 'c')");
  other.close();
  const all = () => store.table<Thing>(THINGS, build).count([{ field: 'title', above: '' }]);
  await expect(all()).rejects.toThrow(StoreDamaged);
  await expect(all()).rejects.toThrow(StoreDamaged);
  expect(told).toEqual([expect.stringMatching(/^reads\.db is damaged: .*at the next start/)]);
  close();
  const again = await openReadStore(path, 'log1', (warning) => told.push(warning));
  expect(told.slice(1)).toEqual([expect.stringMatching(/^reads\.db is damaged.* set aside as reads\.db\.damaged/)]);
  expect(await again.store.builds('things')).toEqual([]);
  again.close();
});

test('a file that somebody took away is made, whatever was found of it before', async () => {
  await filled();
  rmSync(path);
  writeFileSync(`${path}-open`, 'damaged');
  const { close } = await openReadStore(path, 'log1', (warning) => expect(warning).toBe(''));
  close();
});

test('a file that a killed process had open is left as it is', async () => {
  await filled();
  const killed = await openReadStore(path, 'log1');
  cpSync(folder, `${folder}-killed`, { recursive: true });
  killed.close();
  const { store, close } = await openReadStore(join(`${folder}-killed`, 'reads.db'), 'log1', (warning) =>
    expect(warning).toBe(''),
  );
  expect(await store.builds('things')).toHaveLength(1);
  close();
  rmSync(`${folder}-killed`, { recursive: true });
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
