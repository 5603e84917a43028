import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StoreDamaged, StoreUnavailable } from '../../kernel/store-errors';
import type { SqlValue } from './bind-value';
import { Database } from './database';

let folder: string;
let database: Database;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyledger-sqlite-'));
  database = new Database(join(folder, 'test.db'));
  database.exec('CREATE TABLE thing (id INTEGER PRIMARY KEY, value) ');
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

const stored = (value: SqlValue) =>
  database.prepare<{ value: unknown; kind: string }>('SELECT ? AS value, typeof(?) AS kind').get([value, value]);

test.each<[string, SqlValue, unknown, string]>([
  ['true', true, 1, 'integer'],
  ['false', false, 0, 'integer'],
  ['a date', new Date('2026-02-03T04:05:06.007Z'), '2026-02-03T04:05:06.007Z', 'text'],
  ['undefined', undefined, null, 'null'],
  ['null', null, null, 'null'],
  ['a whole number', 2 ** 52, 2 ** 52, 'integer'],
  ['a fraction', 1.5, 1.5, 'real'],
  ['text', 'ä🔑', 'ä🔑', 'text'],
])('%s', (_name, value, expected, kind) => {
  expect(stored(value)).toEqual({ value: expected, kind });
});

test('bytes come back as bytes, from one row and from many, and from a view as the view', () => {
  const bytes = new Uint8Array([9, 1, 2, 9]).subarray(1, 3);
  database.prepare('INSERT INTO thing VALUES (1, ?)').run([bytes]);
  const select = database.prepare<{ value: Uint8Array }>('SELECT value FROM thing');
  for (const row of [select.get(), select.all()[0], [...select.iterate()][0]]) {
    expect(Buffer.from(row?.value ?? [])).toEqual(Buffer.from([1, 2]));
    expect(row).not.toHaveProperty('_metadata');
  }
});

test.each([[{}], [[1]], [NaN], [Infinity], ['a\0b'], [Symbol('x')], [() => 1]])(
  'refuses %p instead of dying',
  (value) => {
    expect(() => stored(value as never)).toThrow(TypeError);
  },
);

test('a transaction that throws leaves nothing, and says why', () => {
  const insert = database.prepare('INSERT INTO thing VALUES (?, 1)');
  expect(() =>
    database.transaction(() => {
      insert.run([1]);
      throw new Error('why');
    }),
  ).toThrow('why');
  expect(database.inTransaction).toBe(false);
  expect(database.transaction(() => insert.run([2]).changes)).toBe(1);
  expect(database.prepare('SELECT id FROM thing').all()).toEqual([{ id: 2 }]);
});

test('an iteration left early holds nothing back and does not disturb the next', () => {
  const insert = database.prepare('INSERT INTO thing VALUES (?, 1)');
  for (let id = 0; id < 250; id++) insert.run([id]);
  const select = database.prepare<{ id: number }>('SELECT id FROM thing ORDER BY id');
  for (const row of select.iterate()) if (row.id === 3) break;
  expect(select.get()).toEqual({ id: 0 });
  expect([...select.iterate()]).toHaveLength(250);
  expect(() => database.truncateWal()).not.toThrow();
});

test('a full disk is told as such and rolls back', () => {
  database.exec('PRAGMA max_page_count = 4');
  const insert = database.prepare('INSERT INTO thing (value) VALUES (?)');
  const fill = () => database.transaction(() => Array.from({ length: 9 }, () => insert.run([new Uint8Array(4000)])));
  expect(fill).toThrow(StoreUnavailable);
  expect(database.prepare('SELECT count(*) AS n FROM thing').get()).toEqual({ n: 0 });
});

test('a lock of somebody else is told as such', () => {
  const other = new Database(database.path, { busyTimeoutMs: 1 });
  database.transaction(() => expect(() => other.transaction(() => 1)).toThrow(StoreUnavailable));
  other.close();
});

test('a folder that is not there, and a file that is no database', () => {
  expect(() => new Database(join(folder, 'none', 'x.db'))).toThrow(StoreUnavailable);
  const path = join(folder, 'letter.db');
  writeFileSync(path, 'Dear Sir or Madam, '.repeat(500));
  expect(() => new Database(path)).toThrow(StoreDamaged);
});
