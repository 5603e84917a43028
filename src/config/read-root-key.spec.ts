import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BadConfiguration } from './bad-configuration';
import type { RootKeySource } from './config';
import { prepareDataDir } from './prepare-data-dir';
import { readRootKey, rootKeyToMake } from './read-root-key';

let folder: string;
let source: RootKeySource & { path: string };
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyledger-key-'));
  source = { from: 'data-folder', path: join(folder, 'root.key') };
});
afterEach(() => rmSync(folder, { recursive: true }));

const KEY = Buffer.alloc(32, 7);

test('a key is read from where it lies, and made by nobody who reads', () => {
  expect(() => readRootKey(source)).toThrow(/no root key at .* yet; start the server once/);
  writeFileSync(source.path, `${KEY.toString('base64')}\n`);
  expect(readRootKey(source)).toEqual(KEY);
  expect(readRootKey({ from: 'file', path: source.path })).toEqual(KEY);
});

test('one is to be made in a data folder that holds nothing yet', () => {
  expect(rootKeyToMake(source)).toBe(source.path);
  writeFileSync(source.path, 'whatever');
  expect(rootKeyToMake(source)).toBeUndefined();
});

test('beside data that another key sealed no new key is made', () => {
  writeFileSync(join(folder, 'events.db'), '');
  expect(() => rootKeyToMake(source)).toThrow(/holds data but no root.key/);
});

test('a key file named by the operator is never made', () => {
  const named: RootKeySource = { from: 'file', path: join(folder, 'mine') };
  expect(rootKeyToMake(named)).toBeUndefined();
  expect(() => readRootKey(named)).toThrow(/KEYLEDGER_ROOT_KEY_FILE names .*ENOENT/);
});

test('a damaged key file is told without its content', () => {
  writeFileSync(source.path, 'half-a-secret');
  expect(() => readRootKey(source)).toThrow(BadConfiguration);
  expect(() => readRootKey(source)).not.toThrow(/half-a-secret/);
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
