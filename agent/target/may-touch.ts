import type { FailureReason } from '../connector';
import type { LocalUser } from './local-user';
import { runProgram } from './run-program';

/** The names of all groups of an account, its primary one too, by the system's own word. Undefined: it can't be told. */
const groupsOf = async (name: string): Promise<readonly string[] | undefined> => {
  // Ended by NUL each: a directory's groups may have blanks in their names.
  const { code, output } = await runProgram({ name: 'id', args: ['-Gnz', '--', name] });
  return code === 0 ? output.split('\0').filter((each) => each !== '') : undefined;
};

/** The first uid that useradd gives to people; below lie root and the system's own. */
const FIRST_UID = 1000;
const NOBODY = 65_534;
const ROOT_GROUP = 0;

/**
 * Groups whose members are root in disguise on common systems: by sudo, by whose containers and machines they may start, by
 * which disks, memory or password hashes they may read, by which programs of root they may replace.
 */
export const PRIVILEGED_GROUPS: readonly string[] = [
  'root',
  'sudo',
  'wheel',
  'admin',
  'sudoers',
  'google-sudoers',
  'docker',
  'podman',
  'containerd',
  'lxd',
  'incus',
  'incus-admin',
  'libvirt',
  'libvirtd',
  'microk8s',
  'disk',
  'kmem',
  'shadow',
  'staff',
];

/** What the agent's configuration says of accounts. */
export interface Limits {
  /** Those it may touch, and no others. */
  readonly accounts?: readonly string[];
  /** Groups of this host whose members it may not touch either. */
  readonly privilegedGroups?: readonly string[];
}

const because = (detail: string): FailureReason => ({ code: 'ACCOUNT_NOT_ALLOWED', detail });

/**
 * The host's own word on which accounts the agent may touch, whatever the server orders: a list, or all ordinary ones. As
 * good as root is no ordinary one.
 */
export const mayTouch = async (user: LocalUser, limits: Limits): Promise<FailureReason | undefined> => {
  const { accounts, privilegedGroups = [] } = limits;
  const { name, uid, gid } = user;
  if (accounts !== undefined) {
    return accounts.includes(name) ? undefined : because(`${name} is not in the agent's list of accounts`);
  }
  const toAllow = "list it in the agent's configuration to allow it";
  if (uid < FIRST_UID || uid === NOBODY) return because(`${name} is an account of the system (uid ${uid}); ${toAllow}`);
  if (gid === ROOT_GROUP) return because(`${name} is in the group of root; ${toAllow}`);
  const groups = await groupsOf(name);
  if (groups === undefined) {
    return { code: 'PERMISSION_DENIED', detail: `the system does not say in which groups ${name} is` };
  }
  const found = groups.find((each) => PRIVILEGED_GROUPS.includes(each) || privilegedGroups.includes(each));
  return found === undefined ? undefined : because(`${name} is as good as root, in the group ${found}; ${toAllow}`);
};
