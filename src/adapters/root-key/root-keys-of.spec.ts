import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RootKeySource } from '../../config/config';
import { rootKeysOf } from './root-keys-of';

let folder: string;
let rootKey: RootKeySource & { readonly path: string };
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyledger-key-'));
  rootKey = { from: 'data-folder', path: join(folder, 'root.key') };
});
afterEach(() => rmSync(folder, { recursive: true }));

const MAKE = { make: true };

test('the first start makes a key only its user can read, the next one finds it', async () => {
  const made = await rootKeysOf({ rootKey }, MAKE);
  expect(made.rootKey).toHaveLength(32);
  expect(statSync(rootKey.path).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['root.key']);
  expect(await rootKeysOf({ rootKey }, MAKE)).toEqual(made);
  expect(await rootKeysOf({ rootKey: { from: 'file', path: rootKey.path } }, { make: false })).toEqual(made);
});

test('two that start at once find the same key', async () => {
  const [one, other] = await Promise.all([rootKeysOf({ rootKey }, MAKE), rootKeysOf({ rootKey }, MAKE)]);
  expect(one).toEqual(other);
});

test('who only reads never makes one, and none is made beside data, where an operator names it, or for a second one', async () => {
  const secondRootKey: RootKeySource = { from: 'file', path: join(folder, 'second') };
  await expect(rootKeysOf({ rootKey }, { make: false })).rejects.toThrow(/start the server once/);
  await expect(rootKeysOf({ rootKey: secondRootKey }, MAKE)).rejects.toThrow(/KEYLEDGER_ROOT_KEY_FILE names/);
  await expect(rootKeysOf({ rootKey, secondRootKey }, MAKE)).rejects.toThrow(/KEYLEDGER_ROOT_KEY_FILE names/);
  expect(readdirSync(folder)).toEqual([]);
  writeFileSync(join(folder, 'events.db'), '');
  await expect(rootKeysOf({ rootKey }, MAKE)).rejects.toThrow(/holds data but no root.key/);
  expect(readdirSync(folder)).toEqual(['events.db']);
});
