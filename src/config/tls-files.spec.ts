import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { selfSigned } from '../../test/support/self-signed';
import { loadConfig } from './load-config';

const DAY_MS = 86_400_000;
const own = selfSigned();
const other = selfSigned();
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });
const locked = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
  type: 'pkcs8',
  format: 'pem',
  cipher: 'aes-256-cbc',
  passphrase: 'x',
});

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'keyledger-tls-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const load = (cert: string | Buffer, key: string | Buffer) => {
  const [certPath, keyPath] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  writeFileSync(certPath, cert);
  writeFileSync(keyPath, key);
  return loadConfig({
    KEYLEDGER_HOST: '0.0.0.0',
    KEYLEDGER_TLS_CERT: certPath,
    KEYLEDGER_TLS_KEY: keyPath,
    KEYLEDGER_ROOT_KEY: Buffer.alloc(32).toString('base64'),
    KEYLEDGER_DATA_DIR: join(folder, 'data'),
  });
};

test('a certificate with its key is read, alone or with the chain behind it', () => {
  expect(load(own.cert, own.key)).toMatchObject({ listen: { tls: { cert: Buffer.from(own.cert) } }, warnings: [] });
  expect(load(own.cert + other.cert, own.key).warnings).toEqual([]);
});

test.each<[string, string | Buffer, string | Buffer]>([
  ['another key', own.cert, other.key],
  ['a key of another kind', own.cert, rsa],
  ['the chain before the certificate', other.cert + own.cert, own.key],
  ['a key under a passphrase', own.cert, locked],
  ['the files the wrong way round', own.key, own.cert],
  ['an empty certificate', '', own.key],
  ['an empty key', own.cert, ''],
  ['a certificate that is not PEM', Buffer.from([0x30, 0x82]), own.key],
])('%s ends the start in one line, without a word of the key', (_, cert, key) => {
  expect(() => load(cert, key)).toThrow(/^KEYLEDGER_TLS_CERT and KEYLEDGER_TLS_KEY do not make a pair; give [^\n]+\.$/);
});

test('a certificate out of its time is warned of', () => {
  const now = Date.now();
  const expired = selfSigned({ from: now - 2 * DAY_MS, to: now - DAY_MS });
  expect(load(expired.cert, expired.key).warnings).toEqual([
    expect.stringMatching(/expired at .*Z: clients will refuse/),
  ]);
  const early = selfSigned({ from: now + DAY_MS, to: now + 2 * DAY_MS });
  expect(load(early.cert, early.key).warnings).toEqual([expect.stringMatching(/is not valid before .*Z/)]);
});
