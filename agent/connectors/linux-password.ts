import { readConfig } from '../config/read-config';
import type { Account, FailureReason, Change, Connector, Login, Target } from '../connector';
import { localUser, localTarget } from '../target/local-user';
import { mayTouch } from '../target/may-touch';
import { randomText } from '../target/random-text';
import { runProgram, type Ended } from '../target/run-program';
import { readFile } from 'node:fs/promises';

/** The password field of `/etc/shadow`: a hash, with `!` before it when locked. Undefined: no such line. Needs root. */
const shadowField = async (name: string): Promise<string | undefined> => {
  const lines = (await readFile('/etc/shadow', 'utf8')).split('\n');
  return lines.map((line) => line.split(':')).find(([each]) => each === name)?.[1];
};

/** What chpasswd takes as one line: printable ASCII, and PAM's limit. A line break would set another user's password. */
const VALUE = /^[\x20-\x7e]{1,511}$/;

/** crypt(5): `$id$…`, or the 13 characters of old. chpasswd -e takes anything else too, and locks the user out. */
const HASH = /^(\$[\w./$=,+-]{8,}|[\w./]{13})$/;

/** Exit codes of `unix_chkpwd`: PAM_SUCCESS, PAM_AUTH_ERR. */
const RIGHT = 0;
const WRONG = 7;

/** Exit codes of `unix_chkpwd USER chkexpiry`: PAM_NEW_AUTHTOK_REQD, PAM_ACCT_EXPIRED. */
const WARNINGS: Readonly<Record<number, string>> = { 12: 'MUST_CHANGE_AT_LOGIN', 13: 'ACCOUNT_EXPIRED' };

const because = (code: FailureReason['code'], detail: string): FailureReason => ({ code, detail });

/** Only that the field did not change is certain; why stands in what chpasswd says, never on success, where it warns too. */
const whyNot = ({ code, errors }: Ended): FailureReason => {
  if (code === undefined) return because('TARGET_UNREACHABLE', 'chpasswd did not start, or did not end in time');
  if (/permission denied|cannot open/i.test(errors)) return because('PERMISSION_DENIED', 'chpasswd needs root');
  if (/BAD PASSWORD|already used/i.test(errors)) {
    return because('POLICY_REJECTED', 'the password rules of this host refuse the value');
  }
  return because('TARGET_UNREACHABLE', `chpasswd ended with ${code}: is the password file locked, or the disk full?`);
};

const restore = async (username: string, wrote: string, before: string): Promise<boolean> => {
  if (!HASH.test(before) || (await shadowField(username)) !== wrote) return false;
  // Past PAM, whose history would refuse the old password; root may.
  await runProgram({ name: 'chpasswd', args: ['-e'], input: Buffer.from(`${username}:${before}\n`) });
  return (await shadowField(username)) === before;
};

const set = async (username: string, value: string): Promise<Change> => {
  if (!VALUE.test(value)) {
    return { changed: 'no', ...because('POLICY_REJECTED', 'a Linux password is printable ASCII, 1 to 511 characters') };
  }
  const before = (await shadowField(username)) ?? '';
  const ended = await runProgram({ name: 'chpasswd', input: Buffer.from(`${username}:${value}\n`) });
  const wrote = (await shadowField(username)) ?? '';
  // It names itself by its exit code alone, and a killed one may have written: the field decides.
  if (wrote === before) return { changed: 'no', ...whyNot(ended) };
  // Failed, and yet another value: somebody else wrote it, and it is not ours to take back.
  return ended.code === 0 ? { changed: 'yes', undo: () => restore(username, wrote, before) } : { changed: 'yes' };
};

const login = async (username: string, value: string): Promise<Login> => {
  if (value.includes('\0')) return { answer: 'refused' };
  const check = await runProgram({ name: 'unix_chkpwd', args: [username, 'nonull'], input: Buffer.from(`${value}\0`) });
  if (check.code === WRONG) return { answer: 'refused' };
  if (check.code !== RIGHT) {
    return {
      answer: 'inconclusive',
      ...because('LOGIN_INCONCLUSIVE', `unix_chkpwd ended with ${check.code ?? 'nothing'}`),
    };
  }
  const { code = 0 } = await runProgram({ name: 'unix_chkpwd', args: [username, 'chkexpiry'] });
  const warning = WARNINGS[code];
  return { answer: 'accepted', warnings: warning === undefined ? [] : [warning] };
};

/** Passwords of local accounts: `chpasswd` sets, `unix_chkpwd` proves. Not for accounts of a directory. Needs root. */
export const linuxPassword: Connector = {
  name: 'linux-password',
  open: (config): Target => {
    const limits = readConfig('connectors.linux-password', config, { accounts: 'texts', privilegedGroups: 'texts' });
    return {
      obstacle: async () => {
        if (process.getuid?.() !== 0) return 'changing passwords needs root';
        const { errors, code } = await runProgram({ name: 'unix_chkpwd', args: ['root', 'chkexpiry'] });
        return code === undefined ? `unix_chkpwd can't be run: ${errors}` : undefined;
      },
      refusal: async ({ username }: Account) => {
        const user = await localUser(username);
        if ('code' in user) return user;
        const forbidden = await mayTouch(user, limits);
        if (forbidden !== undefined) return forbidden;
        const field = await shadowField(username).catch((error: Error) => error);
        if (field instanceof Error) return because('PERMISSION_DENIED', `/etc/shadow can't be read: ${field.message}`);
        if (field === undefined) {
          return because('UNSUPPORTED', 'the account is there, but its password is not kept in /etc/shadow');
        }
        // chpasswd would unlock it without a word.
        const locked = field.startsWith('!') || field.startsWith('*');
        return locked ? because('ACCOUNT_LOCKED', 'the account is locked, or never had a password') : undefined;
      },
      set: ({ username }, { value }) => set(username, value),
      login: ({ username }, value) => login(username, value),
      identify: ({ username }) => localTarget(username),
      wrongValue: randomText,
    };
  },
};
