import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootKeysOf } from '../../src/adapters/root-key/root-keys-of';
import { loadConfig } from '../../src/config/load-config';
import { describeOnOpenBao, OpenBao } from '../support/openbao';

/** Against the real OpenBao. */
describeOnOpenBao('a root key that OpenBao wraps', () => {
  let bao: OpenBao;
  let folder: string;
  beforeAll(async () => {
    bao = await OpenBao.start();
    bao.ok('secrets', 'enable', 'transit');
    bao.ok('write', '-f', 'transit/keys/keyledger');
    bao.ok('write', '-f', 'transit/keys/another');
  }, 60_000);
  afterAll(() => bao.stop());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keyledger-transit-'));
    mkdirSync(join(folder, 'data'), { mode: 0o700 });
    asToken('path "transit/*" { capabilities = ["update"] }');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const asToken = (policy: string) => writeFileSync(join(folder, 'token'), bao.tokenFor(policy), { mode: 0o600 });
  const env = (more: Readonly<Record<string, string>> = {}) => ({
    KEYLEDGER_DATA_DIR: join(folder, 'data'),
    KEYLEDGER_ROOT_KEY_PROVIDER: 'transit',
    KEYLEDGER_TRANSIT_ADDRESS: bao.address,
    KEYLEDGER_TRANSIT_KEY: 'keyledger',
    KEYLEDGER_TRANSIT_TOKEN_FILE: join(folder, 'token'),
    KEYLEDGER_TRANSIT_CA_FILE: bao.caFile,
    ...more,
  });
  const rootKey = async (make = true, more: Readonly<Record<string, string>> = {}) =>
    Buffer.from((await rootKeysOf(loadConfig(env(more)), { make })).rootKey).toString('hex');
  const wrapped = () => join(folder, 'data', 'root.key.wrapped');

  test('is made once, wrapped, and unwrapped from then on, also after the wrapping key was rotated', async () => {
    await expect(rootKey(false)).rejects.toThrow(/There is no wrapped root key/);
    const [one, two] = await Promise.all([rootKey(), rootKey()]);
    expect(one).toBe(two);
    expect(one).toMatch(/^[0-9a-f]{64}$/);
    expect(readFileSync(wrapped(), 'utf8')).toMatch(/^vault:v\d+:/);
    expect(readFileSync(wrapped(), 'utf8')).not.toContain(Buffer.from(one, 'hex').toString('base64'));
    bao.ok('write', '-f', 'transit/keys/keyledger/rotate');
    asToken('path "transit/decrypt/keyledger" { capabilities = ["update"] }');
    expect(await rootKey(false)).toBe(one);
  });

  test('what stands in the way is one line that says what to do, and makes nothing', async () => {
    const first = await rootKey();
    const cases: readonly (readonly [Readonly<Record<string, string>>, RegExp])[] = [
      [{ KEYLEDGER_TRANSIT_KEY: 'another' }, /does not take it: it was wrapped by another key, or altered/],
      [{ KEYLEDGER_TRANSIT_MOUNT: 'elsewhere' }, /no transit engine at elsewhere|token may not/],
      [{ KEYLEDGER_TRANSIT_TOKEN_FILE: join(folder, 'none') }, /KEYLEDGER_TRANSIT_TOKEN_FILE names .*ENOENT/],
      [{ KEYLEDGER_TRANSIT_ADDRESS: 'https://127.0.0.1:1' }, /ECONNREFUSED, 5 times/],
      [{ KEYLEDGER_TRANSIT_CA_FILE: '' }, /SIGNATURE|SIGNED|CERT/],
    ];
    for (const [more, line] of cases) {
      const error = (await rootKey(true, more).catch((caught: unknown) => caught)) as Error;
      expect(error.message).toMatch(line);
      expect(error.message.split('\n')).toHaveLength(1);
    }
    asToken('path "transit/encrypt/keyledger" { capabilities = ["update"] }');
    await expect(rootKey()).rejects.toThrow(/the token may not do this, or has run out/);
    asToken('path "transit/*" { capabilities = ["update"] }');
    const text = readFileSync(wrapped(), 'utf8');
    writeFileSync(wrapped(), text.replace(/.{6}$/m, 'AAAAAA'));
    await expect(rootKey()).rejects.toThrow(/does not take it/);
    writeFileSync(wrapped(), text);
    expect(await rootKey()).toBe(first);
  }, 60_000);

  test('a wrapped key that is lost beside data is not made anew', async () => {
    writeFileSync(join(folder, 'data', 'events.db'), '');
    await expect(rootKey()).rejects.toThrow(/holds data but no wrapped root key/);
    expect(existsSync(wrapped())).toBe(false);
  });

  test('an engine that comes late is waited for', async () => {
    const first = await rootKey();
    bao.ok('operator', 'seal');
    await expect(rootKey()).rejects.toThrow(/it answered 503.*, 5 times/);
    expect(first).toHaveLength(64);
  }, 60_000);
});
