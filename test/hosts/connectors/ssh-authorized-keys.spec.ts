import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import {
  appendFileSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Account, Target } from '../../../agent/connector';
import { sshAuthorizedKeys } from '../../../agent/connectors/ssh-authorized-keys';
import { performVerify } from '../../../agent/job/perform-verify';
import { formatOpenSshKey } from '../../../wire/openssh-key';
import { accountOf, keyFileOf, newKey as value, publicLine, withKeys } from '../support/key-account';
import { linuxAccount, removeLinuxAccounts, type LinuxAccount } from '../support/linux-account';
import { startSshd, type Sshd } from '../support/sshd';
import { connectorContract, set } from '../../support/connector-contract';

let sshd: Sshd;
let target: Target;
beforeAll(async () => {
  sshd = await startSshd();
  target = sshAuthorizedKeys.open({ port: sshd.port, hostKeyFiles: [sshd.hostKeyFile] });
});
afterAll(() => {
  sshd.stop();
  removeLinuxAccounts();
});

/** A key that nobody can use without its passphrase. */
const sealedKey = (...format: readonly string[]): string => {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-sealed-'));
  execFileSync('ssh-keygen', ['-q', '-t', 'rsa', ...format, '-N', 'a passphrase', '-f', join(folder, 'key')]);
  const text = readFileSync(join(folder, 'key'), 'utf8');
  rmSync(folder, { recursive: true });
  return text;
};
const own = (user: LinuxAccount, path: string): void => {
  const { uid, gid } = statSync(user.home);
  chownSync(path, uid, gid);
};

connectorContract(() => ({
  target,
  account: (key) => Promise.resolve(accountOf(withKeys(`${publicLine(key)} first\n`))),
  value,
  missing: { username: 'kl-nobody-has-this', settings: {} },
  forbidden: { username: 'daemon', settings: {} },
  log: () => sshd.log(),
}));

test('lines of others, comments and their options stay byte for byte; the new key takes over the options of the old', async () => {
  const [old, foreign, fresh] = [value(), value(), value()];
  const foreignLines = `# ${publicLine(old)} was here\ncommand="echo \\"hi\\" # no" ${publicLine(foreign)} ünïcode\r\n\n`;
  const user = withKeys(`${foreignLines}no-pty,from="127.0.0.0/8" ${publicLine(old)} mine\nhalf a line`);
  expect(await set(target, accountOf(user), { value: fresh, previous: old })).toEqual({ outcome: 'confirmed' });
  expect(readFileSync(keyFileOf(user), 'utf8')).toBe(
    `${foreignLines}half a line\nno-pty,from="127.0.0.0/8" ${publicLine(fresh)} keyledger\n`,
  );
  expect(lstatSync(keyFileOf(user)).mode & 0o777).toBe(0o600);
});

test('an account without a key gets its folder and file, as its own', async () => {
  const user = linuxAccount();
  expect(await set(target, accountOf(user), { value: value() })).toEqual({ outcome: 'confirmed' });
  for (const path of [join(user.home, '.ssh'), keyFileOf(user)]) {
    expect(lstatSync(path)).toMatchObject({ uid: statSync(user.home).uid, gid: statSync(user.home).gid });
  }
  expect(lstatSync(join(user.home, '.ssh')).mode & 0o777).toBe(0o700);
});

test('the old key lets in until the new one is proved', async () => {
  const [old, fresh] = [value(), value()];
  const account = accountOf(withKeys(`${publicLine(old)}\n`));
  await set(target, account, { value: fresh, previous: old }, false, async () => {
    expect(await target.login(account, old)).toEqual({ answer: 'accepted' });
  });
  expect(await target.login(account, old)).toEqual({ answer: 'refused' });
});

test('every older key goes, those of tries that came to nothing too', async () => {
  const [old, tried, foreign, fresh] = [value(), value(), value(), value()];
  const account = accountOf(withKeys([old, tried, foreign].map((key) => `${publicLine(key)}\n`).join('')));
  expect(await set(target, account, { value: fresh, previous: old, former: [tried] })).toEqual({
    outcome: 'confirmed',
  });
  for (const key of [old, tried]) expect(await target.login(account, key)).toEqual({ answer: 'refused' });
  for (const key of [foreign, fresh]) expect(await target.login(account, key)).toEqual({ answer: 'accepted' });
});

test('what stands in the place of an old key and is none that any agent could have set is not feared', async () => {
  const [tried, previous] = [value(), '-----BEGIN ENCRYPTED PRIVATE KEY-----'];
  const account = accountOf(withKeys(`${publicLine(tried)}\n`));
  expect(await set(target, account, { value: value(), previous, former: [tried] })).toEqual({ outcome: 'confirmed' });
  expect(await target.login(account, tried)).toEqual({ answer: 'refused' });
  expect(await set(target, account, { value: value(), previous: 'a note' })).toEqual({ outcome: 'confirmed' });
});

test('a new key that is refused goes again, and the old one lets in', async () => {
  const [old, fresh] = [value(), value()];
  const text = `${publicLine(old)}\n`;
  const user = withKeys(text);
  const blind: Target = Object.assign(Object.create(target) as Target, {
    login: (account: Account, key: string) =>
      key === fresh ? Promise.resolve({ answer: 'refused' }) : target.login(account, key),
  });
  const finding = await set(blind, accountOf(user), { value: fresh, previous: old });
  expect(finding).toMatchObject({ outcome: 'not_changed', code: 'ROLLED_BACK' });
  expect(readFileSync(keyFileOf(user), 'utf8')).toBe(text);
});

describe('links', () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'keyledger-elsewhere-'));
  afterAll(() => rmSync(elsewhere, { recursive: true }));
  const untouched = async (user: LinuxAccount): Promise<void> => {
    writeFileSync(join(elsewhere, 'authorized_keys'), 'theirs\n');
    const finding = await set(target, accountOf(user), { value: value() });
    expect(finding).toMatchObject({ outcome: 'not_changed', code: 'PERMISSION_DENIED' });
    expect(readdirSync(elsewhere)).toEqual(['authorized_keys']);
    expect(readFileSync(join(elsewhere, 'authorized_keys'), 'utf8')).toBe('theirs\n');
  };

  test('a folder that is a link is refused', async () => {
    const user = linuxAccount();
    symlinkSync(elsewhere, join(user.home, '.ssh'));
    await untouched(user);
  });

  test('a file that is a link is refused', async () => {
    const user = withKeys('');
    rmSync(keyFileOf(user));
    symlinkSync(join(elsewhere, 'authorized_keys'), keyFileOf(user));
    await untouched(user);
  });

  test('a folder of root is refused', async () => {
    const user = linuxAccount();
    mkdirSync(join(user.home, '.ssh'));
    await untouched(user);
  });

  test('what a killed run left is swept', async () => {
    const user = withKeys('');
    const left = join(user.home, '.ssh', '.authorized_keys.keyledger-0123');
    writeFileSync(left, 'half');
    own(user, left);
    await set(target, accountOf(user), { value: value() });
    expect(readdirSync(join(user.home, '.ssh'))).toEqual(['authorized_keys']);
  });
});

test('a server that is not this host is given no chance', async () => {
  const other = await startSshd();
  try {
    const lured = sshAuthorizedKeys.open({ port: other.port, hostKeyFiles: [sshd.hostKeyFile] });
    const key = value();
    const account = accountOf(withKeys(`${publicLine(key)}\n`));
    expect(await performVerify(lured, account, key)).toMatchObject({
      outcome: 'unverified',
      code: 'LOGIN_INCONCLUSIVE',
    });
  } finally {
    other.stop();
  }
});

test('without sshd nothing can be told', async () => {
  const gone = sshAuthorizedKeys.open({ port: 1, hostKeyFiles: [sshd.hostKeyFile] });
  const [old, fresh] = [value(), value()];
  const account = accountOf(withKeys(`${publicLine(old)}\n`));
  const finding = await set(gone, account, { value: fresh, previous: old });
  expect(finding).toMatchObject({ outcome: 'unverified', code: 'TARGET_UNREACHABLE' });
  for (const key of [old, fresh]) expect(await target.login(account, key)).toEqual({ answer: 'accepted' });
});

test('an account that has expired is left alone: sshd refuses it any key, which would say nothing', async () => {
  const key = value();
  const user = withKeys(`${publicLine(key)}\n`);
  execFileSync('chage', ['--expiredate', '2001-01-01', user.name]);
  const expired = { code: 'ACCOUNT_LOCKED' };
  expect(await set(target, accountOf(user), { value: value() })).toMatchObject({ outcome: 'not_changed', ...expired });
  expect(await performVerify(target, accountOf(user), key)).toMatchObject({ outcome: 'unverified', ...expired });
});

test.each([
  ['a password', 'a password'],
  ['a public key', publicLine(value())],
  ['a key in the format of PuTTY', 'PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n'],
  ['a key with a passphrase', sealedKey()],
  ['a key with a passphrase in PEM', sealedKey('-m', 'PEM')],
])('%s is told for what it is, and changes nothing', async (_, text) => {
  const user = withKeys('');
  expect(await set(target, accountOf(user), { value: text })).toMatchObject({
    outcome: 'not_changed',
    code: 'CREDENTIAL_NOT_USABLE',
  });
  expect(readFileSync(keyFileOf(user), 'utf8')).toBe('');
});

test('a home that everybody may write to is refused by sshd, and so not confirmed', async () => {
  const [old, fresh] = [value(), value()];
  const user = withKeys(`${publicLine(old)}\n`);
  execFileSync('chmod', ['0777', user.home]);
  const finding = await set(target, accountOf(user), { value: fresh, previous: old });
  expect(finding).toMatchObject({ outcome: 'unverified', code: 'LOGIN_REFUSED' });
});

test.each([
  ['Ed25519, PKCS #8', () => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })],
  [
    'RSA, PKCS #8',
    () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
  ],
  [
    'P-256, SEC 1',
    () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'sec1', format: 'pem' }),
  ],
])('takes %s', async (_, make) => {
  const key = make().toString();
  const account = accountOf(withKeys(`${publicLine(key)}\n`));
  expect(await performVerify(target, account, key)).toEqual({ outcome: 'confirmed' });
});

test('keys written here are what ssh-keygen reads, those with leading zeros too', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-keys-'));
  for (let i = 0; i < 100; i++) {
    const seed = randomBytes(32);
    if (i < 20) seed.fill(0, 0, 1 + (i % 4));
    const path = join(folder, String(i));
    writeFileSync(path, formatOpenSshKey({ seed, check: randomBytes(4), comment: 'c'.repeat(i % 8) }), { mode: 0o600 });
    const said = execFileSync('ssh-keygen', ['-y', '-f', path], { encoding: 'utf8' });
    expect(said.trim().split(' ').slice(0, 2).join(' ')).toBe(publicLine(readFileSync(path, 'utf8')));
  }
  rmSync(folder, { recursive: true });
});

test('a comment in the file that only names the key is not taken for it', async () => {
  const key = value();
  const user = withKeys(`# ${publicLine(key)}\n`);
  appendFileSync(keyFileOf(user), '\n');
  expect(await performVerify(target, accountOf(user), key)).toMatchObject({ outcome: 'drifted' });
});
