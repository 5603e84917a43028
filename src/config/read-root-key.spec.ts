import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BadConfiguration } from './bad-configuration';
import type { RootKeySource } from './config';
import { prepareDataDir } from './prepare-data-dir';
import { readRootKey } from './read-root-key';

let folder: string;
let source: RootKeySource & { path: string };
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyledger-key-'));
  source = { from: 'data-folder', path: join(folder, 'root.key') };
});
afterEach(() => rmSync(folder, { recursive: true }));

test('the first start makes a key only its user can read, the next one finds it', () => {
  const key = readRootKey(source, { make: true });
  expect(key).toHaveLength(32);
  expect(statSync(source.path).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['root.key']);
  expect(readRootKey(source, { make: true })).toEqual(key);
  expect(readRootKey({ from: 'file', path: source.path }, { make: false })).toEqual(key);
});

test('who only reads never makes one', () => {
  expect(() => readRootKey(source, { make: false })).toThrow(/no root key at .* yet; start the server once/);
  expect(readdirSync(folder)).toEqual([]);
});

test('beside data that another key sealed no new key is made', () => {
  writeFileSync(join(folder, 'events.db'), '');
  expect(() => readRootKey(source, { make: true })).toThrow(/holds data but no root.key/);
});

test('a key file named by the operator is never made', () => {
  const named: RootKeySource = { from: 'file', path: join(folder, 'mine') };
  expect(() => readRootKey(named, { make: true })).toThrow(/KEYLEDGER_ROOT_KEY_FILE names .*ENOENT/);
});

test('a damaged key file is told without its content', () => {
  writeFileSync(source.path, 'half-a-secret');
  expect(() => readRootKey(source, { make: true })).toThrow(BadConfiguration);
  expect(() => readRootKey(source, { make: true })).not.toThrow(/half-a-secret/);
  expect(readFileSync(source.path, 'utf8')).toBe('half-a-secret');
});

test('a missing data folder is made for its user alone; a file in its place is told', () => {
  const path = join(folder, 'a', 'b');
  prepareDataDir(path);
  expect(statSync(path).mode & 0o777).toBe(0o700);
  writeFileSync(join(folder, 'file'), '');
  expect(() => prepareDataDir(join(folder, 'file'))).toThrow(/set KEYLEDGER_DATA_DIR/);
});

test('files put back with open modes are closed; what is not ours is left alone', () => {
  for (const name of ['events.db', 'material.db-wal', 'notes.txt']) {
    writeFileSync(join(folder, name), '', { mode: 0o644 });
  }
  prepareDataDir(folder);
  const modes = ['events.db', 'material.db-wal', 'notes.txt'].map((name) => statSync(join(folder, name)).mode & 0o777);
  expect(modes).toEqual([0o600, 0o600, 0o644]);
});
