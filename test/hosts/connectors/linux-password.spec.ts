import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { linuxPassword } from '../../../agent/connectors/linux-password';
import type { Account, Target } from '../../../agent/connector';
import { performVerify } from '../../../agent/job/perform-verify';
import { linuxAccount, otherShadowLines, removeLinuxAccounts } from '../support/linux-account';
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
