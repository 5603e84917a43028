import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { linuxPassword } from '../../../agent/connectors/linux-password';
import type { Account, Target } from '../../../agent/connector';
import { performVerify } from '../../../agent/job/perform-verify';
import { linuxAccount, namedAccount, otherShadowLines, removeLinuxAccounts } from '../support/linux-account';
import { connectorContract, set } from '../../support/connector-contract';

const target = linuxPassword.open({});
const value = (): string => `${randomBytes(12).toString('base64url')}-7Qz.~`;
const accountOf = (name: string): Account => ({ username: name, settings: {} });
const newAccount = (password: string): Account => accountOf(linuxAccount(password).name);
const shadowOf = (name: string): string | undefined =>
  readFileSync('/etc/shadow', 'utf8')
    .split('\n')
    .find((line) => line.startsWith(`${name}:`));

afterAll(removeLinuxAccounts);

connectorContract(() => ({
  target,
  account: (password) => Promise.resolve(newAccount(password)),
  value,
  missing: accountOf('kl-nobody-has-this'),
  forbidden: accountOf('daemon'),
  log: () => '',
}));

test.each(['usermod --lock', 'passwd --lock'])('a locked account stays locked (%s)', async (command) => {
  const old = value();
  const account = newAccount(old);
  const [program = '', ...args] = command.split(' ');
  execFileSync(program, [...args, account.username], { stdio: 'ignore' });
  const before = shadowOf(account.username);
  expect(await set(target, account, { value: value() })).toMatchObject({
    outcome: 'not_changed',
    code: 'ACCOUNT_LOCKED',
  });
  expect(shadowOf(account.username)).toBe(before);
});

test('an account that never had a password gets none', async () => {
  const account = accountOf(linuxAccount().name);
  expect(await set(target, account, { value: value() })).toMatchObject({ code: 'ACCOUNT_LOCKED' });
});

test('an expired account is set, and a person is told', async () => {
  const account = newAccount(value());
  execFileSync('chage', ['--expiredate', '2001-01-01', account.username]);
  expect(await set(target, account, { value: value() })).toEqual({
    outcome: 'confirmed',
    warnings: ['ACCOUNT_EXPIRED'],
  });
});

test('a password that must be changed at login is told of', async () => {
  const password = value();
  const account = newAccount(password);
  execFileSync('chage', ['--lastday', '0', account.username]);
  const finding = await performVerify(target, account, password);
  expect(finding).toEqual({ outcome: 'confirmed', warnings: ['MUST_CHANGE_AT_LOGIN'] });
});

describe('with password rules that hold for root too', () => {
  const RULES = '/etc/security/pwquality.conf';
  const saved = `${RULES}.keyledger-test`;
  beforeAll(() => {
    copyFileSync(RULES, saved);
    writeFileSync(RULES, 'enforce_for_root\ndictcheck = 0\nminlen = 30\n');
  });
  afterAll(() => {
    copyFileSync(saved, RULES);
    rmSync(saved);
  });

  test('a value they refuse changes nothing', async () => {
    const long = value() + value();
    const account = newAccount(long);
    const finding = await set(target, account, { value: 'short1-Q' });
    expect(finding).toMatchObject({ outcome: 'not_changed', code: 'POLICY_REJECTED' });
    expect(await performVerify(target, account, long)).toEqual({ outcome: 'confirmed' });
  });
});

test('a list of accounts allows those, whatever their uid, and no others', async () => {
  const [listed, other] = [newAccount(value()), newAccount(value())];
  const strict: Target = linuxPassword.open({ accounts: [listed.username] });
  expect(await set(strict, listed, { value: value() })).toEqual({ outcome: 'confirmed' });
  expect(await set(strict, other, { value: value() })).toMatchObject({ code: 'ACCOUNT_NOT_ALLOWED' });
});

describe('an account that is as good as root is left alone unless it is listed', () => {
  /** Groups of this name, for as long as the test lasts. */
  const withGroup = async (group: string, work: () => Promise<void>): Promise<void> => {
    const isNew = spawnSync('getent', ['group', group]).status !== 0;
    if (isNew) execFileSync('groupadd', [group]);
    try {
      await work();
    } finally {
      if (isNew) execFileSync('groupdel', ['--force', group]);
    }
  };

  test.each(['sudo', 'wheel', 'admin', 'docker', 'lxd', 'disk', 'shadow', 'root'])('by the group %s', (group) =>
    withGroup(group, async () => {
      const [one, two] = [newAccount(value()), newAccount(value())];
      execFileSync('usermod', ['--append', '--groups', group, one.username]);
      execFileSync('usermod', ['--gid', group, two.username]);
      for (const account of [one, two]) {
        expect(await set(target, account, { value: value() })).toMatchObject({
          outcome: 'not_changed',
          code: 'ACCOUNT_NOT_ALLOWED',
          detail: expect.stringMatching(/list it in the agent's configuration/),
        });
        const listed = linuxPassword.open({ accounts: [account.username] });
        expect(await set(listed, account, { value: value() })).toEqual({ outcome: 'confirmed' });
        execFileSync('usermod', ['--gid', 'nogroup', '--groups', '', account.username]);
      }
    }),
  );

  test('by a group that the configuration names', () =>
    withGroup('kl-operators', async () => {
      const account = newAccount(value());
      execFileSync('usermod', ['--append', '--groups', 'kl-operators', account.username]);
      const strict = linuxPassword.open({ privilegedGroups: ['kl-operators'] });
      expect(await set(strict, account, { value: value() })).toMatchObject({ code: 'ACCOUNT_NOT_ALLOWED' });
      expect(await set(target, account, { value: value() })).toEqual({ outcome: 'confirmed' });
    }));
});

describe('names', () => {
  test.each(['first.last', 'Upper', 'svc$', 'DOMAIN\\user', 'with blank', 'ünï', '1234', 'x'.repeat(60)])(
    '%j is an account like any other',
    async (name) => {
      const first = value();
      const account = accountOf(namedAccount(name, first).name);
      expect(await performVerify(target, account, first)).toEqual({ outcome: 'confirmed' });
      const fresh = value();
      expect(await set(target, account, { value: fresh })).toEqual({ outcome: 'confirmed' });
      expect(await performVerify(target, account, first)).toMatchObject({ outcome: 'drifted', code: 'LOGIN_REFUSED' });
      expect(await target.identify?.(account)).toEqual({ machine: expect.stringMatching(/^[0-9a-f]{64}$/), name });
    },
  );

  test.each(['a:b', 'a\nb', '-a', '', 'a/b', '..', 'x'.repeat(256)])(
    '%j is never passed on, and told why',
    async (name) => {
      const before = readFileSync('/etc/shadow', 'utf8');
      expect(await set(target, accountOf(name), { value: value() })).toMatchObject({
        outcome: 'not_changed',
        code: 'ACCOUNT_NAME_UNUSABLE',
      });
      expect(await target.identify?.(accountOf(name))).toBeUndefined();
      expect(readFileSync('/etc/shadow', 'utf8')).toBe(before);
    },
  );

  test('one that a directory knows is not unknown, and not ours', async () => {
    // What nss-systemd asks beside /etc/passwd, as sssd and winbind are asked elsewhere.
    const directory = '/run/userdb';
    const record = { userName: 'kl-directory', uid: 61_234, gid: 61_234, disposition: 'regular' };
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'kl-directory.user'), JSON.stringify(record), { mode: 0o644 });
    const account = accountOf('kl-directory');
    const findings = [await set(target, account, { value: value() }), await performVerify(target, account, value())];
    rmSync(join(directory, 'kl-directory.user'));
    expect(findings).toMatchObject([
      { outcome: 'not_changed', code: 'ACCOUNT_NOT_LOCAL' },
      { outcome: 'unverified', code: 'ACCOUNT_NOT_LOCAL' },
    ]);
    expect(await performVerify(target, account, value())).toMatchObject({
      outcome: 'drifted',
      code: 'ACCOUNT_UNKNOWN',
    });
  });

  test('a uid is no name', async () => {
    const { uid } = statSync(linuxAccount(value()).home);
    expect(await set(target, accountOf(String(uid)), { value: value() })).toMatchObject({ code: 'ACCOUNT_UNKNOWN' });
  });
});

test('an account whose password is kept elsewhere is there, and told so', async () => {
  const account = newAccount(value());
  const kept = readFileSync('/etc/shadow', 'utf8');
  writeFileSync('/etc/shadow', kept.replace(new RegExp(`^${account.username}:.*\n`, 'm'), ''));
  const finding = await set(target, account, { value: value() });
  writeFileSync('/etc/shadow', kept);
  expect(finding).toMatchObject({ outcome: 'not_changed', code: 'UNSUPPORTED' });
});

test('an account that may open no shell is proved all the same', async () => {
  const account = newAccount(value());
  execFileSync('usermod', ['--shell', '/usr/sbin/nologin', account.username]);
  expect(await set(target, account, { value: value() })).toEqual({ outcome: 'confirmed' });
});

test('what was set and is refused goes back to what was there, byte for byte', async () => {
  const old = value();
  const account = newAccount(old);
  const before = shadowOf(account.username);
  const refusing: Target = { ...target, login: () => Promise.resolve({ answer: 'refused' }) };
  expect(await set(refusing, account, { value: value() })).toMatchObject({
    outcome: 'not_changed',
    code: 'ROLLED_BACK',
  });
  expect(shadowOf(account.username)?.split(':')[1]).toBe(before?.split(':')[1]);
  expect(await performVerify(target, account, old)).toEqual({ outcome: 'confirmed' });
});

test('what somebody else set meanwhile is not taken back', async () => {
  const account = newAccount(value());
  const theirs = value();
  const refusing: Target = {
    ...target,
    login: () => {
      execFileSync('chpasswd', { input: `${account.username}:${theirs}\n`, stdio: ['pipe', 'ignore', 'ignore'] });
      return Promise.resolve({ answer: 'refused' });
    },
  };
  expect(await set(refusing, account, { value: value() })).toMatchObject({
    outcome: 'unverified',
    code: 'LOGIN_REFUSED',
  });
  expect(await performVerify(target, account, theirs)).toEqual({ outcome: 'confirmed' });
});

test('no value and no name whatever changes another account', async () => {
  const victim = linuxAccount(value()).name;
  const account = newAccount(value());
  const before = otherShadowLines(account.username);
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 40 }),
    fc.constantFrom(
      `x\n${victim}:Owned-1`,
      `x\r\n${victim}:Owned-1`,
      `${victim}:Owned-1`,
      '\n',
      '\0',
      `x\0\n${victim}:y`,
      ':',
      ' ',
    ),
  );
  await fc.assert(
    fc.asyncProperty(hostile, fc.constantFrom('value', 'name'), async (text, where) => {
      const attacked = where === 'name' ? accountOf(text) : account;
      const finding = await set(target, attacked, { value: where === 'name' ? 'Owned-1' : text });
      expect(otherShadowLines(account.username)).toBe(before);
      if (where === 'value' && /^[\x20-\x7e]+$/.test(text)) {
        expect(finding).toEqual({ outcome: 'confirmed' });
      } else {
        expect(finding.outcome).toBe('not_changed');
      }
    }),
    { numRuns: 60 },
  );
});
