import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Target } from '../../../agent/connector';
import { sshAuthorizedKeys } from '../../../agent/connectors/ssh-authorized-keys';
import { connectorContract, set } from '../../support/connector-contract';
import { accountOf, keyFileOf, newKey, publicLine, withKeys, writeKeys } from '../support/key-account';
import { linuxAccount, removeLinuxAccounts } from '../support/linux-account';
import { startSshd, type Sshd } from '../support/sshd';

/** Of root alone up to the root folder, as sshd asks of what it reads outside a home. */
const base = mkdtempSync('/run/keyledger-keys-');
const keys = join(base, 'keys');
const command = join(base, 'command');
mkdirSync(keys);
for (const folder of [base, keys]) chmodSync(folder, 0o755);
writeFileSync(command, `#!/bin/sh\ncat ${base}/commanded 2>/dev/null\nexit 0\n`, { mode: 0o755 });

const started: Sshd[] = [];
const sshdWith = async (...lines: readonly string[]): Promise<Sshd> => {
  const sshd = await startSshd(lines);
  started.push(sshd);
  return sshd;
};
/** `knows`: the agent may ask this very sshd what it reads. */
const targetOf = (sshd: Sshd, knows: boolean, more: object = {}): Target =>
  sshAuthorizedKeys.open({
    port: sshd.port,
    hostKeyFiles: [sshd.hostKeyFile],
    ...(knows ? { sshdConfig: sshd.config } : {}),
    ...more,
  });
afterAll(() => {
  for (const each of started) each.stop();
  removeLinuxAccounts();
  rmSync(base, { recursive: true });
});

const stillIn = (where: RegExp) => ({
  outcome: 'confirmed',
  warnings: ['OLD_KEY_NOT_REMOVED'],
  detail: expect.stringMatching(where),
});

describe('keys in a folder of root', () => {
  let sshd: Sshd;
  beforeAll(async () => (sshd = await sshdWith(`AuthorizedKeysFile ${keys}/%u`)));

  connectorContract(() => ({
    target: targetOf(sshd, true),
    account: async (key) => {
      const user = linuxAccount();
      writeFileSync(join(keys, user.name), `${publicLine(key)} first\n`, { mode: 0o644 });
      return accountOf(user);
    },
    value: newKey,
    missing: { username: 'kl-nobody-has-this', settings: {} },
    forbidden: { username: 'daemon', settings: {} },
    log: () => sshd.log(),
  }));

  test('where the agent was told of another file, its own word counts, and nothing is confirmed', async () => {
    const [old, fresh] = [newKey(), newKey()];
    const user = withKeys(`${publicLine(old)}\n`);
    writeFileSync(join(keys, user.name), `${publicLine(old)}\n`, { mode: 0o644 });
    const misled = targetOf(sshd, false);
    expect(await set(misled, accountOf(user), { value: fresh, previous: old })).toMatchObject({
      outcome: 'not_changed',
    });
    expect(await misled.login(accountOf(user), old)).toEqual({ answer: 'accepted' });
    const told = targetOf(sshd, false, { authorizedKeysFile: `${keys}/%u` });
    expect(await set(told, accountOf(user), { value: fresh, previous: old })).toEqual({ outcome: 'confirmed' });
    expect(await told.login(accountOf(user), old)).toEqual({ answer: 'refused' });
  });

  test('a folder that others may write is left alone', async () => {
    const old = newKey();
    const user = linuxAccount();
    writeFileSync(join(keys, user.name), `${publicLine(old)}\n`, { mode: 0o644 });
    chmodSync(keys, 0o777);
    const finding = await set(targetOf(sshd, true), accountOf(user), { value: newKey(), previous: old });
    chmodSync(keys, 0o755);
    expect(finding).toMatchObject({ outcome: 'not_changed', code: 'PERMISSION_DENIED' });
    expect(readFileSync(join(keys, user.name), 'utf8')).toBe(`${publicLine(old)}\n`);
  });
});

describe('an old key that lets in from elsewhere is found out', () => {
  test('by a second file that the agent does not know', async () => {
    const sshd = await sshdWith(`AuthorizedKeysFile .ssh/authorized_keys ${keys}/%u`);
    const [old, fresh] = [newKey(), newKey()];
    const user = withKeys(`${publicLine(old)}\n`);
    writeFileSync(join(keys, user.name), `${publicLine(old)}\n`, { mode: 0o644 });
    const unaware = targetOf(sshd, false);
    const finding = await set(unaware, accountOf(user), { value: fresh, previous: old });
    expect(finding).toEqual(stillIn(/^the old key still lets in/));
    const aware = targetOf(sshd, true);
    expect(await set(aware, accountOf(user), { value: fresh, previous: old })).toEqual({ outcome: 'confirmed' });
    expect(await aware.login(accountOf(user), old)).toEqual({ answer: 'refused' });
  });

  test('by a command', async () => {
    const sshd = await sshdWith(`AuthorizedKeysCommand ${command}`, 'AuthorizedKeysCommandUser nobody');
    const [old, fresh] = [newKey(), newKey()];
    const user = withKeys(`${publicLine(old)}\n`);
    writeFileSync(join(base, 'commanded'), `${publicLine(old)}\n`, { mode: 0o644 });
    const finding = await set(targetOf(sshd, true), accountOf(user), { value: fresh, previous: old });
    expect(finding).toEqual(stillIn(/AuthorizedKeysCommand/));
    expect(readFileSync(keyFileOf(user), 'utf8')).not.toContain(publicLine(old));
    rmSync(join(base, 'commanded'));
  });

  test('by one file for all accounts, in which no key of one is put or touched', async () => {
    const shared = join(base, 'shared');
    const sshd = await sshdWith(`AuthorizedKeysFile ${shared} .ssh/authorized_keys`);
    const [old, fresh] = [newKey(), newKey()];
    const text = `${publicLine(old)}\n`;
    writeFileSync(shared, text, { mode: 0o644 });
    const user = withKeys('');
    const target = targetOf(sshd, true);
    expect(await set(target, accountOf(user), { value: newKey() })).toEqual({ outcome: 'confirmed' });
    expect(readFileSync(shared, 'utf8')).toBe(text);
    const finding = await set(target, accountOf(user), { value: fresh, previous: old });
    expect(finding).toEqual(stillIn(/^the old key still lets in/));
    expect(readFileSync(shared, 'utf8')).toBe(text);
    expect(readFileSync(keyFileOf(user), 'utf8')).toContain(publicLine(fresh));
  });

  test('not by a file that holds for some users only, which sshd names', async () => {
    const forSome = ['Match User kl*', `AuthorizedKeysFile .ssh/authorized_keys ${keys}/%u`];
    const sshd = await sshdWith('AuthorizedKeysFile .ssh/authorized_keys', ...forSome);
    const [old, fresh] = [newKey(), newKey()];
    const user = withKeys(`${publicLine(old)}\n`);
    writeFileSync(join(keys, user.name), `${publicLine(old)}\n`, { mode: 0o644 });
    const target = targetOf(sshd, true);
    expect(await set(target, accountOf(user), { value: fresh, previous: old })).toEqual({ outcome: 'confirmed' });
    expect(await target.login(accountOf(user), old)).toEqual({ answer: 'refused' });
  });
});

describe('keys of which only the public half is told', () => {
  let sshd: Sshd;
  beforeAll(async () => (sshd = await sshdWith(`AuthorizedKeysFile .ssh/authorized_keys ${keys}/%u`)));

  test('are taken away, and sshd is asked with them; the new one takes over their options', async () => {
    const [old, tried, fresh] = [newKey(), newKey(), newKey()];
    const user = withKeys(`no-pty ${publicLine(old)} me\n${publicLine(tried)}\n`);
    const oldKeys = [{ publicKey: publicLine(old) }, { publicKey: publicLine(tried) }];
    const target = targetOf(sshd, false);
    expect(await set(target, accountOf(user), { value: fresh, oldKeys })).toEqual({ outcome: 'confirmed' });
    expect(readFileSync(keyFileOf(user), 'utf8')).toBe(`no-pty ${publicLine(fresh)} keyledger\n`);
    for (const key of [old, tried]) expect(await target.login(accountOf(user), key)).toEqual({ answer: 'refused' });
  });

  test('are found out where they let in still', async () => {
    const [old, fresh] = [newKey(), newKey()];
    const user = withKeys(`${publicLine(old)}\n`);
    writeFileSync(join(keys, user.name), `${publicLine(old)}\n`, { mode: 0o644 });
    const oldKeys = [{ publicKey: publicLine(old) }];
    const finding = await set(targetOf(sshd, false), accountOf(user), { value: fresh, oldKeys });
    expect(finding).toEqual(stillIn(/^the old key still lets in/));
  });

  test('one of a type that sshd can not be asked with is never called gone', async () => {
    const publicKey = 'sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAIA==';
    const handed = { value: newKey(), oldKeys: [{ publicKey }] };
    const finding = await set(targetOf(sshd, false), accountOf(withKeys('')), handed);
    expect(finding).toEqual(stillIn(/could not be asked/));
  });

  test('one that no agent could have set is not feared', async () => {
    const handed = { value: newKey(), oldKeys: [{}] };
    const finding = await set(targetOf(sshd, false), accountOf(withKeys('')), handed);
    expect(finding).toEqual({ outcome: 'confirmed' });
  });
});

test('a key in the second of the usual files goes from there, and the new one takes its place and options', async () => {
  const sshd = await sshdWith();
  const [old, fresh] = [newKey(), newKey()];
  const user = withKeys('# nothing\n');
  writeKeys(user, `from="127.0.0.1" ${publicLine(old)}\n`, 'authorized_keys2');
  const target = targetOf(sshd, true);
  expect(await set(target, accountOf(user), { value: fresh, previous: old })).toEqual({ outcome: 'confirmed' });
  expect(readFileSync(keyFileOf(user), 'utf8')).toBe('# nothing\n');
  const second = readFileSync(keyFileOf(user, 'authorized_keys2'), 'utf8');
  expect(second).toBe(`from="127.0.0.1" ${publicLine(fresh)} keyledger\n`);
  expect(statSync(keyFileOf(user, 'authorized_keys2')).mode & 0o777).toBe(0o600);
});
