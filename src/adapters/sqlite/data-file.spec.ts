import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StoreDamaged } from '../../kernel/store-errors';
import { openDataFile, type FileFormat } from './data-file';
import { WrittenByNewerVersion } from './written-by-newer-version';

const format: FileFormat = { mark: 'KLtt', steps: ['CREATE TABLE thing (id INTEGER PRIMARY KEY, value TEXT)'] };
const later: FileFormat = { ...format, steps: [...format.steps, 'ALTER TABLE thing ADD COLUMN more TEXT'] };

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyledger-file-'));
  path = join(folder, 'test.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

const fill = (rows: number): void => {
  const database = openDataFile(path, format);
  const insert = database.prepare('INSERT INTO thing (value) VALUES (?)');
  database.transaction(() => Array.from({ length: rows }, () => insert.run(['x'.repeat(500)])));
  database.truncateWal();
  database.close();
};

test('is made once and found again', () => {
  fill(3);
  const again = openDataFile(path, format);
  expect(again.prepare('SELECT count(*) AS n FROM thing').get()).toEqual({ n: 3 });
  expect(again.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
  again.close();
  expect(readdirSync(folder)).not.toContain('test.db.new');
});

test('what a killed first start left behind does not hold up the next', () => {
  writeFileSync(`${path}.new`, 'half');
  expect(() => fill(1)).not.toThrow();
});

test('an older file is brought to the present format, a newer one is left alone', () => {
  fill(1);
  const upgraded = openDataFile(path, later);
  expect(upgraded.prepare('SELECT more FROM thing').all()).toEqual([{ more: null }]);
  upgraded.close();
  expect(() => openDataFile(path, format)).toThrow(WrittenByNewerVersion);
  expect(() => openDataFile(path, format)).toThrow(
    /newer version of Keyledger \(its format is 2, this release knows 1\)/,
  );
});

test.each<[string, () => void]>([
  ['emptied', () => truncateSync(path, 0)],
  ['overwritten at its beginning', () => writeFileSync(path, Buffer.alloc(8192, 0x41))],
  ['cut off', () => truncateSync(path, 8192)],
])('a file %s is told and left as it is', (_how, damage) => {
  fill(50);
  damage();
  const before = readFileSync(path);
  expect(() => openDataFile(path, format)).toThrow(StoreDamaged);
  expect(readFileSync(path)).toEqual(before);
});

test('a file of another kind is told', () => {
  fill(1);
  expect(() => openDataFile(path, { ...format, mark: 'KLuu' })).toThrow(StoreDamaged);
});

test('damage in the middle is told when it is read', () => {
  fill(50);
  const bytes = readFileSync(path);
  bytes.fill(0xee, 4096 * 2);
  writeFileSync(path, bytes);
  const database = openDataFile(path, format);
  expect(() => database.prepare('SELECT sum(length(value)) FROM thing').get()).toThrow(StoreDamaged);
  database.close();
});
