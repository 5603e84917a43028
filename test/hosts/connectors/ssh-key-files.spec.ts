import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import type { Target } from '../../../agent/connector';
import { sshAuthorizedKeys } from '../../../agent/connectors/ssh-authorized-keys';
import { performVerify } from '../../../agent/job/perform-verify';
import { set } from '../../support/connector-contract';
import { accountOf, keyFileOf, newKey, publicLine, withKeys, writeKeys } from '../support/key-account';
import { linuxAccount, namedAccount, removeLinuxAccounts, type LinuxAccount } from '../support/linux-account';
import { startSshd, type Sshd } from '../support/sshd';

let sshd: Sshd;
let target: Target;
beforeAll(async () => {
  // In the order of their mattering to sshd: the first word on a matter counts.
  const jailed = ['Match Group kl-jailed', 'ForceCommand internal-sftp', 'ChrootDirectory %h'];
  const both = ['Match Group kl-both', 'AuthenticationMethods publickey,keyboard-interactive'];
  for (const group of ['kl-jailed', 'kl-both']) execFileSync('groupadd', ['--force', group]);
  sshd = await startSshd([...jailed, ...both]);
  target = sshAuthorizedKeys.open({ port: sshd.port, hostKeyFiles: [sshd.hostKeyFile], sshdConfig: sshd.config });
});
afterAll(() => {
  sshd.stop();
  removeLinuxAccounts();
  for (const group of ['kl-jailed', 'kl-both']) execFileSync('groupdel', ['--force', group]);
});

const lines = (user: LinuxAccount): string => readFileSync(keyFileOf(user), 'utf8');

test('a key on several lines keeps each, with its own options', async () => {
  const [old, foreign, fresh] = [newKey(), newKey(), newKey()];
  const quoted = `command="echo \\"${publicLine(old)}\\"",no-pty ${publicLine(foreign)} theirs\n`;
  const user = withKeys(
    `no-pty ${publicLine(old)} one\n${quoted}no-pty,from="127.0.0.1" ${publicLine(old)} two\nno-pty ${publicLine(old)} three\n`,
  );
  expect(await set(target, accountOf(user), { value: fresh, previous: old })).toEqual({ outcome: 'confirmed' });
  const replaced = `no-pty ${publicLine(fresh)} keyledger\nno-pty,from="127.0.0.1" ${publicLine(fresh)} keyledger\n`;
  expect(lines(user)).toBe(quoted + replaced);
  expect(await set(target, accountOf(user), { value: fresh, previous: old }, true)).toEqual({ outcome: 'confirmed' });
  expect(lines(user)).toBe(quoted + replaced);
});

test.each([0o600, 0o640, 0o644, 0o400])(
  'mode %o, owner and group of the file stay, whosever group it is',
  async (mode) => {
    const [old, fresh] = [newKey(), newKey()];
    const user = withKeys(`${publicLine(old)}\n`);
    const { uid } = statSync(user.home);
    const group = Number(execFileSync('getent', ['group', 'kl-both'], { encoding: 'utf8' }).split(':')[2]);
    chownSync(keyFileOf(user), uid, group);
    chmodSync(keyFileOf(user), mode);
    expect(await set(target, accountOf(user), { value: fresh, previous: old })).toEqual({ outcome: 'confirmed' });
    const found = lstatSync(keyFileOf(user));
    expect({ uid: found.uid, gid: found.gid, mode: found.mode & 0o777 }).toEqual({ uid, gid: group, mode });
    expect(lines(user)).toBe(`${publicLine(fresh)} keyledger\n`);
  },
);

describe('a home', () => {
  test('that root made a link is followed', async () => {
    const [old, fresh] = [newKey(), newKey()];
    const user = withKeys(`${publicLine(old)}\n`);
    renameSync(user.home, `${user.home}-real`);
    symlinkSync(`${user.home}-real`, user.home);
    const finding = await set(target, accountOf(user), { value: fresh, previous: old });
    rmSync(user.home);
    renameSync(`${user.home}-real`, user.home);
    expect(finding).toEqual({ outcome: 'confirmed' });
    expect(lstatSync(keyFileOf(user)).uid).toBe(statSync(user.home).uid);
  });

  test('that is a link of the user is not', async () => {
    const user = withKeys('');
    const { uid, gid } = statSync(user.home);
    renameSync(user.home, `${user.home}-real`);
    execFileSync('ln', ['-s', `${user.home}-real`, user.home]);
    execFileSync('chown', ['-h', `${uid}:${gid}`, user.home]);
    const finding = await set(target, accountOf(user), { value: newKey() });
    rmSync(user.home);
    renameSync(`${user.home}-real`, user.home);
    expect(finding).toMatchObject({
      outcome: 'not_changed',
      code: 'PERMISSION_DENIED',
      detail: expect.stringContaining('is a link that root did not make'),
    });
  });

  test('that is not there is told', async () => {
    const user = linuxAccount();
    rmSync(user.home, { recursive: true });
    const finding = await set(target, accountOf(user), { value: newKey() });
    mkdirSync(user.home);
    expect(finding).toMatchObject({ code: 'PERMISSION_DENIED', detail: expect.stringContaining('is not there') });
  });
});

describe('an account that gets no shell is proved all the same', () => {
  test('by its own shell', async () => {
    const [old, fresh] = [newKey(), newKey()];
    const user = withKeys(`${publicLine(old)}\n`);
    execFileSync('usermod', ['--shell', '/usr/sbin/nologin', user.name]);
    expect(await set(target, accountOf(user), { value: fresh, previous: old })).toEqual({ outcome: 'confirmed' });
  });

  test('in a jail whose home is of root', async () => {
    const [old, fresh] = [newKey(), newKey()];
    const user = withKeys(`${publicLine(old)}\n`);
    execFileSync('usermod', ['--append', '--groups', 'kl-jailed', '--shell', '/usr/sbin/nologin', user.name]);
    chownSync(user.home, 0, 0);
    chmodSync(user.home, 0o755);
    expect(await set(target, accountOf(user), { value: fresh, previous: old })).toEqual({ outcome: 'confirmed' });
    expect(await target.login(accountOf(user), old)).toEqual({ answer: 'refused' });
  });
});

test('where a key is not enough the key itself is proved, and the old one by sshd taking it no more', async () => {
  const [old, fresh] = [newKey(), newKey()];
  const user = withKeys(`${publicLine(old)}\n`);
  execFileSync('usermod', ['--append', '--groups', 'kl-both', user.name]);
  const proved = { outcome: 'confirmed', warnings: ['MORE_THAN_A_KEY'] };
  expect(await set(target, accountOf(user), { value: fresh, previous: old })).toEqual(proved);
  expect(await performVerify(target, accountOf(user), old)).toMatchObject({ outcome: 'drifted' });
});

test.each(['first.last', 'Upper', 'svc$', 'DOMAIN\\user'])('the name %j is one like any other', async (name) => {
  const [old, fresh] = [newKey(), newKey()];
  const user = namedAccount(name, 'a-Password-7');
  writeKeys(user, `${publicLine(old)}\n`);
  expect(await set(target, accountOf(user), { value: fresh, previous: old })).toEqual({ outcome: 'confirmed' });
  expect(await target.identify?.(accountOf(user))).toMatchObject({ name });
});

test('a name with a folder in it leads nowhere', async () => {
  const finding = await set(target, { username: '../root', settings: {} }, { value: newKey() });
  expect(finding).toMatchObject({ outcome: 'not_changed', code: 'ACCOUNT_NAME_UNUSABLE' });
});
