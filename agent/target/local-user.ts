import { readFile } from 'node:fs/promises';
import type { FailureReason } from '../connector';
import { runProgram } from './run-program';
import type { AccountOnTarget } from '../../wire/agent-messages';
import { machineName } from './machine-name';

export interface LocalUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

/** A colon or a line break would be a second field or line for chpasswd, a slash another folder for a file of keys. */
const UNUSABLE = /[:/\p{Cc}\u2028\u2029]|^-|^\.{1,2}$|^$/u;
const LONGEST = 255;
/** Exit code of getent: the database has no such entry. */
const NOT_FOUND = 2;

const because = (code: FailureReason['code'], detail: string): FailureReason => ({ code, detail });

const inPasswd = async (name: string): Promise<LocalUser | undefined> => {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n');
  const fields = lines.map((line) => line.split(':')).find(([each]) => each === name);
  const [, , uid, gid, , home] = fields ?? [];
  return home === undefined ? undefined : { name, uid: Number(uid), gid: Number(gid), home };
};

/** Why an account is not in `/etc/passwd`, by the word of everything the system asks for accounts. */
const whyNotLocal = async (name: string): Promise<FailureReason> => {
  const { code, output } = await runProgram({ name: 'getent', args: ['passwd', '--', name] });
  // A name of digits is taken for a uid.
  const isThere = code === 0 && output.split(':')[0] === name;
  if (isThere) {
    const detail = 'the account is not of this host but of a directory (LDAP, sssd, winbind), which changes its values';
    return because('ACCOUNT_NOT_LOCAL', detail);
  }
  return code === 0 || code === NOT_FOUND
    ? because('ACCOUNT_UNKNOWN', 'there is no such account on this host')
    : because(
        'TARGET_UNREACHABLE',
        `the system can't say whether there is such an account (getent: ${code ?? 'none'})`,
      );
};

/** An account of this host's own `/etc/passwd`, whatever its name, or why there is none that may be touched. */
export const localUser = async (name: string): Promise<LocalUser | FailureReason> => {
  if (UNUSABLE.test(name) || name.length > LONGEST) {
    const detail =
      "a name that is empty, too long, or has a colon, a slash, a line break or a '-' in front is never passed on";
    return because('ACCOUNT_NAME_UNUSABLE', detail);
  }
  try {
    return (await inPasswd(name)) ?? (await whyNotLocal(name));
  } catch (error) {
    return because('TARGET_UNREACHABLE', `/etc/passwd can't be read: ${(error as Error).message}`);
  }
};

/** What this host calls one of its own accounts. Undefined: there is none, or the host has no name that stays. */
export const localTarget = async (username: string): Promise<AccountOnTarget | undefined> => {
  const [user, machine] = await Promise.all([localUser(username), machineName()]);
  return 'code' in user || machine === undefined ? undefined : { machine, name: user.name };
};
