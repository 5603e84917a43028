import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from './environment';
import { loadConfig } from './load-config';
import { loosePermissions } from './loose-permissions';

let folder: string;
let data: string;
let key: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyledger-loose-'));
  chmodSync(folder, 0o755);
  data = join(folder, 'data');
  key = join(folder, 'key');
  mkdirSync(data, { mode: 0o700 });
  writeFileSync(key, Buffer.alloc(32, 7).toString('base64'), { mode: 0o600 });
});
afterEach(() => rmSync(folder, { recursive: true }));

const look = (env: Environment) => loosePermissions(env, loadConfig(env));
const load = (more: Readonly<Record<string, string>> = {}) =>
  look({ KEYLEDGER_DATA_DIR: data, KEYLEDGER_ROOT_KEY_FILE: key, ...more });
const allow = { KEYLEDGER_ALLOW_LOOSE_PERMISSIONS: '1' };
const asRoot = process.getuid?.() === 0 ? test : test.skip;

/** Refused in one line with a way out; with the variable a warning, and the same words. */
const expectLoose = (words: RegExp): void => {
  expect(() => load()).toThrow(words);
  expect(() => load()).toThrow(/^[^\n]+, or set KEYLEDGER_ALLOW_LOOSE_PERMISSIONS=1 to start all the same\.$/);
  expect(load(allow)).toEqual([expect.stringMatching(words)]);
};

test('what nobody else can read is silent, and so is what is not there yet', () => {
  expect(load()).toEqual([]);
  const none = { KEYLEDGER_DATA_DIR: join(folder, 'none'), KEYLEDGER_ROOT_KEY_FILE: join(folder, 'no-key') };
  expect(load(none)).toEqual([]);
});

test.each([0o644, 0o640, 0o604, 0o660, 0o620, 0o602, 0o601])('a root key file of mode %o is told', (mode) => {
  chmodSync(key, mode);
  expectLoose(new RegExp(`^The root key file ".*/key" is open to others \\(mode ${mode.toString(8)}\\): chmod 600 it`));
});

test.each([0o755, 0o750, 0o705, 0o711, 0o770, 0o701])('a data folder of mode %o is told', (mode) => {
  chmodSync(data, mode);
  expectLoose(
    new RegExp(`^The data folder \\(KEYLEDGER_DATA_DIR\\) ".*/data" is open to others \\(mode ${mode.toString(8)}\\)`),
  );
});

test('a root key made in the data folder is looked at too', () => {
  writeFileSync(join(data, 'root.key'), 'x');
  chmodSync(join(data, 'root.key'), 0o644);
  expect(() => look({ KEYLEDGER_DATA_DIR: data })).toThrow(/root key file ".*\/root\.key" is open to others/);
});

test('links are followed: what they lead to is what others read', () => {
  const [linkedKey, linkedData] = [join(folder, 'linked-key'), join(folder, 'linked-data')];
  symlinkSync(key, linkedKey);
  symlinkSync(data, linkedData);
  const linked = { KEYLEDGER_DATA_DIR: linkedData, KEYLEDGER_ROOT_KEY_FILE: linkedKey };
  expect(load(linked)).toEqual([]);
  chmodSync(key, 0o644);
  expect(() => load(linked)).toThrow(/linked-key" is open to others/);
  chmodSync(key, 0o600);
  chmodSync(data, 0o755);
  expect(() => load(linked)).toThrow(/linked-data" is open to others/);
});

test('backups that others can read are told, also where a link leads out of the data folder', () => {
  const outside = join(folder, 'outside');
  mkdirSync(outside, { mode: 0o755 });
  symlinkSync(outside, join(data, 'backups'));
  expectLoose(/^The folder of backups ".*\/backups" is open to others/);
});

asRoot('what another user owns is told, whatever its mode', () => {
  chownSync(key, 4711, 4711);
  expectLoose(/^The root key file ".*\/key" belongs to another user \(uid 4711\), who can read it: chown it/);
  chownSync(key, 0, 0);
  chownSync(data, 4711, 4711);
  expectLoose(/^The data folder .*" belongs to another user \(uid 4711\)/);
});

test('several are warned of one by one', () => {
  chmodSync(key, 0o644);
  chmodSync(data, 0o755);
  expect(load(allow)).toHaveLength(2);
});

test('where nothing lies in the data folder it is not looked at; a key in the environment has no file', () => {
  chmodSync(data, 0o755);
  const engines = {
    KEYLEDGER_EVENT_STORE: 'eventstoredb',
    EVENTSTORE_URL: 'esdb://localhost:2113?tls=false',
    KEYLEDGER_READ_STORE: 'mongodb',
    MONGODB_URL: 'mongodb://localhost:27017/keyledger',
  };
  expect(load(engines)).toEqual([]);
  expect(() => load({ KEYLEDGER_ROOT_KEY_FILE: '', KEYLEDGER_ROOT_KEY: Buffer.alloc(32).toString('base64') })).toThrow(
    /data folder/,
  );
});

test('the variable is 1 or unset', () => {
  expect(() => load({ KEYLEDGER_ALLOW_LOOSE_PERMISSIONS: 'yes' })).toThrow(
    /KEYLEDGER_ALLOW_LOOSE_PERMISSIONS is "yes"/,
  );
});

test('a list of issuers may be read by others, and not written: who writes it signs in as anybody', () => {
  const list = join(folder, 'issuers.json');
  const issuer = { issuer: 'https://a.example', jwks: 'https://a.example/k', audience: 'vault' };
  writeFileSync(list, JSON.stringify([issuer]));
  const named = { KEYLEDGER_JWT_ISSUERS_FILE: list };
  chmodSync(list, 0o644);
  expect(load(named)).toEqual([]);
  for (const mode of [0o664, 0o646, 0o666]) {
    chmodSync(list, mode);
    const words =
      /^The list of issuers \(KEYLEDGER_JWT_ISSUERS_FILE\) .* is open to others \(mode 6\d\d\): chmod go-w it/;
    expect(() => load(named)).toThrow(words);
    expect(load({ ...named, ...allow })).toEqual([expect.stringMatching(words)]);
  }
});
