import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readStoreContract, type ReadStoreUnderTest } from '../../../../test/contract/read-store.contract';
import { until } from '../../../../test/support/until';
import { at, put, THINGS, writeAt, type Thing } from '../../../../test/contract/things';
import type { FieldValue } from '../../../kernel/read-model';
import { StoreDamaged, StoreUnavailable } from '../../../kernel/store-errors';
import { Database } from '../../sqlite/database';
import { EmbeddedReadStore } from './embedded-read-store';
import { openReadStore } from './open-read-store';
import { openReadFile } from './read-file';
import { searchByWord } from './word-search';
import { tableNames } from './table-names';

const folders: string[] = [];
const newFile = () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-reads-'));
  folders.push(folder);
  return join(folder, 'reads.db');
};
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

const tablesOf = (database: Database): readonly string[] =>
  database
    .prepare<{ name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE '%things%'`)
    .all()
    .map(({ name }) => name)
    .toSorted();

const openIn = async (file: string): Promise<ReadStoreUnderTest> => {
  const database = openReadFile(file);
  const close = async () => database.close();
  return { store: new EmbeddedReadStore(database), close, reopen: () => close().then(() => openIn(file)) };
};

readStoreContract('embedded', () => openIn(newFile()));

describe('the embedded read store', () => {
  it('refuses a file filled from another log, and says what to do', async () => {
    const file = newFile();
    (await openReadStore(file, 'log1')).close();
    await expect(openReadStore(file, 'log2')).rejects.toThrow(StoreDamaged);
    await expect(openReadStore(file, 'log2')).rejects.toThrow(/delete it/);
    (await openReadStore(file, 'log1')).close();
  });

  it('refuses a file of a later release', async () => {
    const newer = newFile();
    (await openReadStore(newer, 'log1')).close();
    const database = new Database(newer);
    database.exec('PRAGMA user_version = 99');
    database.close();
    await expect(openReadStore(newer, 'log1')).rejects.toThrow(/newer version/);
  });

  it('drops the tables of what it discards', async () => {
    const database = openReadFile(newFile());
    const store = new EmbeddedReadStore(database);
    await store.activate(await store.begin(THINGS));
    await store.activate(await store.begin(THINGS));
    await until('the others to be dropped', () => tablesOf(database).length === 2);
    expect(tablesOf(database)).toEqual(['documents_things_v1_g2', 'words_things_v1_g2']);
    database.close();
  });

  it('drops what is large a little at a time, and what was left by who ended meanwhile', async () => {
    const file = newFile();
    const database = openReadFile(file);
    const store = new EmbeddedReadStore(database);
    const build = await store.begin(THINGS);
    const things = Array.from({ length: 3000 }, (_, n) => put(1, { id: `t${n}`, org: 'o1', title: `thing ${n}` }));
    const table = store.table<Thing>(THINGS, build);
    await writeAt(table, things, at(1));
    expect(await table.count([])).toBe(3000);
    await store.discard(build);
    // Nobody knows of it any more, whatever is still there; and who still asks it is not told of a part.
    expect(await store.builds('things')).toEqual([]);
    await expect(table.count([])).rejects.toThrow('no such table');
    await expect(table.get('t2999')).rejects.toThrow('no such table');
    await expect(store.begin(THINGS)).resolves.toMatchObject({ generation: 2 });
    const rows = () =>
      database.prepare<{ n: number }>(`SELECT count(*) AS n FROM left_documents_things_v1_g1`).get()?.n ?? 0;
    await until('some rows to be gone', () => rows() < 3000);
    expect(rows()).toBeGreaterThan(0);
    database.close();
    const again = openReadFile(file);
    const reopened = new EmbeddedReadStore(again);
    await until('the rest to be dropped', () => tablesOf(again).length === 2);
    expect(await reopened.builds('things')).toHaveLength(1);
    again.close();
  });

  it('writes of a document that was loaded what is another now, and nothing where nothing is', async () => {
    const database = openReadFile(newFile());
    const store = new EmbeddedReadStore(database);
    const table = store.table<Thing>(THINGS, await store.begin(THINGS));
    const thing = { id: 'a', org: 'o1', title: 'old name' };
    await writeAt(table, [put(1, thing)], at(1));
    await table.load(['a']);
    await writeAt(table, [put(2, { ...thing })], at(2));
    expect(await table.load(['a'])).toEqual(new Map([['a', { id: 'a', position: at(1), document: thing }]]));
    await writeAt(table, [put(3, { ...thing, title: 'new name' })], at(3));
    const found = (word: string) => table.find({ where: [{ field: 'org', is: 'o1' }], word, limit: 2 });
    expect([await found('old'), await found('new')]).toEqual([[], [{ ...thing, title: 'new name' }]]);
    await table.load(['a']);
    await writeAt(table, [{ id: 'a', position: at(4) }], at(4));
    expect([await found('new'), await table.find({ limit: 2 })]).toEqual([[], []]);
    database.close();
  });

  it('replaces whole what somebody has written since it was loaded, unless that is newer', async () => {
    const database = openReadFile(newFile());
    const store = new EmbeddedReadStore(database);
    const build = await store.begin(THINGS);
    const [one, other] = [store.table<Thing>(THINGS, build), store.table<Thing>(THINGS, build)];
    await writeAt(one, [put(1, { id: 'a', org: 'o1', title: 'first' })], at(1));
    await one.load(['a']);
    await writeAt(other, [put(3, { id: 'a', org: 'o2', title: 'third' })], at(3));
    await writeAt(one, [put(2, { id: 'a', org: 'o1', title: 'second' })], at(3));
    expect(await one.get('a')).toMatchObject({ org: 'o2', title: 'third' });
    await one.load(['a']);
    await writeAt(other, [put(4, { id: 'a', org: 'o3', title: 'fourth' })], at(4));
    await writeAt(one, [put(5, { id: 'a', org: 'o2', title: 'fifth' })], at(5));
    expect(await one.find({ where: [{ field: 'org', is: 'o2' }], word: 'fifth', limit: 2 })).toHaveLength(1);
    database.close();
  });

  it('answers what was asked for before as it was written since, whoever wrote it, and nothing of what was discarded', async () => {
    const database = openReadFile(newFile());
    const store = new EmbeddedReadStore(database);
    const build = await store.begin(THINGS);
    const [one, other] = [store.table<Thing>(THINGS, build), store.table<Thing>(THINGS, build)];
    await writeAt(one, [put(1, { id: 'a', org: 'o1', title: 'first' })], at(1));
    expect([await one.get('a'), await other.get('a')]).toMatchObject([{ title: 'first' }, { title: 'first' }]);
    await writeAt(other, [put(2, { id: 'a', org: 'o1', title: 'second' })], at(2));
    expect([await one.get('a'), await other.get('a')]).toMatchObject([{ title: 'second' }, { title: 'second' }]);
    await writeAt(one, [{ id: 'a', position: at(3) }], at(3));
    expect([await one.get('a'), await other.get('a')]).toEqual([undefined, undefined]);
    await writeAt(one, [put(4, { id: 'a', org: 'o1', title: 'third' })], at(4));
    await one.get('a');
    await store.discard(build);
    await expect(one.get('a')).rejects.toThrow('no such table');
    database.close();
  });

  it('lets nobody change a document that others are answered with', async () => {
    const database = openReadFile(newFile());
    const store = new EmbeddedReadStore(database);
    const table = store.table<Thing>(THINGS, await store.begin(THINGS));
    await writeAt(table, [put(1, { id: 'a', org: 'o1', title: 'first' })], at(1));
    const asked = (await table.get('a')) as { title: string };
    expect(() => Object.assign(asked, { title: 'another' })).toThrow(TypeError);
    expect(await table.get('a')).toMatchObject({ title: 'first' });
    database.close();
  });

  it('keeps so many prepared statements of a model, and prepares the others each time', async () => {
    const database = openReadFile(newFile());
    const store = new EmbeddedReadStore(database);
    const table = store.table<Thing>(THINGS, await store.begin(THINGS));
    await writeAt(table, [put(1, { id: 'a', org: 'o1', title: 'x' })], at(1));
    for (let n = 1; n <= 210; n += 1) {
      const where = Array.from({ length: n }, () => ({ field: 'org', is: 'o1' }));
      expect(await table.find({ where, limit: 1 })).toHaveLength(1);
    }
    const { statements } = table as unknown as { statements: { size: number } };
    expect(statements.size).toBe(200);
    database.close();
  });

  it('writes documents and checkpoint together or not at all', async () => {
    const database = openReadFile(newFile());
    const store = new EmbeddedReadStore(database);
    const table = store.table<Thing>(THINGS, await store.begin(THINGS));
    await writeAt(table, [put(1, { id: 'a', org: 'o1', title: 'x' })], at(1));
    database.exec('PRAGMA max_page_count = 16');
    const title = 'y'.repeat(200_000);
    await expect(
      writeAt(table, [put(2, { id: 'a', org: 'o1', title: 'z' }), put(3, { id: 'b', org: 'o1', title })], at(3)),
    ).rejects.toThrow(StoreUnavailable);
    expect([(await table.checkpoint())?.position, (await table.get('a'))?.title]).toEqual([at(1), 'x']);
    database.exec('PRAGMA max_page_count = 100000');
    await writeAt(table, [put(3, { id: 'b', org: 'o1', title })], at(3));
    expect((await table.checkpoint())?.position).toBe(at(3));
    database.close();
  });

  it('never reads a whole list or all words for a page of a search', async () => {
    const database = openReadFile(newFile());
    const store = new EmbeddedReadStore(database);
    const build = await store.begin(THINGS);
    const table = store.table<Thing>(THINGS, build);
    const many = Array.from({ length: 5000 }, (_, n) =>
      put(n + 1, { id: at(n), org: 'o1', title: `all ${n > 4990 ? 'rare' : 'late'}`, size: n }),
    );
    await writeAt(table, many, at(5000));
    await store.activate(build);
    const plans = new Set<string>();
    const ask = (sql: string, values: readonly FieldValue[]) => {
      const steps = database.prepare<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all(values);
      steps.forEach(({ detail }) => plans.add(detail));
      return database.prepare<never>(sql).iterate(values);
    };
    for (const word of ['all', 'rare', 'none']) {
      for (const by of ['id', 'title', 'size']) {
        const narrowed = [{ field: 'org', is: 'o1' }];
        for (const where of by === 'id' ? [narrowed, []] : [narrowed]) {
          searchByWord(ask, THINGS, tableNames(build), { where, word, order: { by }, limit: 50 });
        }
      }
    }
    const scans = [...plans].filter(
      (plan) => plan.startsWith('SCAN') && !/^SCAN (i|m|place|\(|d USING INDEX)/.test(plan),
    );
    expect(scans).toEqual([]);
    database.close();
  });
});
