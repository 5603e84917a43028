import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { linuxPassword } from '../../../agent/connectors/linux-password';
import type { Account } from '../../../agent/connector';
import { performVerify } from '../../../agent/job/perform-verify';
import { linuxAccount, namedAccount, removeLinuxAccounts } from '../support/linux-account';
import { set } from '../../support/connector-contract';

const target = linuxPassword.open({});
const value = (): string => `${randomBytes(12).toString('base64url')}-7Qz.~`;
const accountOf = (name: string): Account => ({ username: name, settings: {} });
const newAccount = (password: string): Account => accountOf(linuxAccount(password).name);

afterAll(removeLinuxAccounts);

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
