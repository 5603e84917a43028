import { groupsNamedBy } from '../domain/accounts/token-groups';
import { account, type Role } from '../domain/accounts/state';
import { idpUser } from '../domain/directory/state';
import { user, type UserState } from '../domain/users/state';
import { isTokenLive } from '../domain/users/tokens';
import type { Context, TokenGroups } from '../kernel/context';
import { entryOf } from '../kernel/entry-of';
import type { View } from '../kernel/stream-reader';
import type { StreamUnreadable } from '../kernel/stream-unreadable';
import { assignmentsByGroup, type HeldAssignment, type SearchedGroups } from './group-roles';
import { supportWindowsAt, type SupportWindows, type ReliedOn } from './support';

/** Membership that lives as long as a token. */
export interface TokenMembership {
  readonly issuer: string;
  readonly until: string;
  readonly idpGroupIds: readonly string[];
}

/** Who somebody is, as the streams say at one moment: the ground of every judgement. */
export interface CallerPermissions {
  readonly userId: string;
  /** What the user is called: a person's e-mail; a machine's name, or that of a person without one, which is never an address. */
  readonly email: string;
  /** The vendor's support, who acts only where it is let in. */
  readonly support: boolean;
  /** Of support: where that is. */
  readonly letIn?: SupportWindows;
  readonly owner: boolean;
  readonly admin: boolean;
  /** The caller's own, and those of the caller's groups. */
  readonly assignments: readonly HeldAssignment[];
  /** Where groups have roles: in which of them the caller was looked for. */
  readonly searched?: SearchedGroups;
  /** Whether somebody has more by a group can't be read: what they do not seem to hold they may hold. */
  readonly unreadable?: StreamUnreadable;
  readonly roles: Readonly<Record<string, Role>>;
  /** The IDP groups that a person's token names, for grants alone, until the token ends. */
  readonly byToken?: TokenMembership;
  /** A machine caller; absent: a person. */
  readonly machine?: true;
  /** A person known by an issuer's subject alone: nobody in the directory is that one. */
  readonly withoutEmail?: true;
  /** Of the IDP user a machine is linked to. */
  readonly linkedEmail?: string;
  /** Of the permissions, these alone: the token says so. Whether the caller is owner or admin stands here then, and not above. */
  readonly narrowed?: { readonly permissions: readonly string[]; readonly owner: boolean; readonly admin: boolean };
}

/** The e-mail by which somebody is found in the directory; empty: nobody there is this user. */
export const directoryEmail = ({
  machine,
  withoutEmail,
  email,
  linkedEmail = '',
}: Pick<CallerPermissions, 'email' | 'machine' | 'withoutEmail' | 'linkedEmail'>) =>
  machine === true || withoutEmail === true ? linkedEmail : email;

const asMachine = async (view: View, { displayName = '', linkedTo }: UserState) => {
  const linkedEmail = linkedTo === undefined ? '' : (await view.load(idpUser, linkedTo)).state.email;
  return { email: displayName, machine: true, ...(linkedEmail === '' ? {} : { linkedEmail }) } as const;
};

const asPerson = ({ email, displayName = '' }: UserState) =>
  email === '' ? ({ email: displayName, withoutEmail: true } as const) : { email };

/** Nobody, when the user doesn't exist or is switched off. `relied` notes what support rests on. */
export const permissionsOf = async (
  view: View,
  userId: string,
  relied?: ReliedOn,
): Promise<CallerPermissions | undefined> => {
  const [{ state: person }, { state: whole }] = await Promise.all([view.load(user, userId), view.load(account)]);
  if (person.status !== 'active') {
    return undefined;
  }
  const owner = entryOf(whole.owners, userId)?.active ?? false;
  // An owner needs no role, and finds a group that is frozen in nobody's way; a machine is in no group, be it linked to who is.
  const isAsked = !owner && person.kind === 'person';
  const { found: byGroups, ...rest } = isAsked ? await assignmentsByGroup(view, whole, person.email) : { found: [] };
  return {
    userId,
    ...(person.kind === 'machine' ? await asMachine(view, person) : asPerson(person)),
    support: person.support,
    ...(person.support ? { letIn: await supportWindowsAt(view, relied) } : {}),
    owner,
    admin: entryOf(whole.admins, userId) ?? false,
    assignments: byGroups.length === 0 ? person.roles : [...person.roles, ...byGroups],
    ...rest,
    roles: whole.roles,
  };
};

const narrow = (rights: CallerPermissions, permissions: readonly string[]): CallerPermissions => {
  const { owner, admin } = rights;
  return { ...rights, owner: false, admin: false, narrowed: { permissions, owner, admin } };
};

const namedByToken = async (
  view: View,
  rights: CallerPermissions,
  { issuer, names, until }: TokenGroups,
): Promise<CallerPermissions> => {
  const idpGroupIds = groupsNamedBy((await view.load(account)).state, issuer, names);
  const isOver = rights.machine === true || idpGroupIds.length === 0 || until <= view.time;
  return isOver ? rights : { ...rights, byToken: { issuer, until, idpGroupIds } };
};

/** What goes on for long, as a stream does, must not outlive the token that it was asked for with. */
const isLive = async (view: View, userId: string, { id }: { readonly id: string }): Promise<boolean> =>
  (await view.load(user, userId)).state.tokens.some((each) => each.tokenId === id && isTokenLive(each, view.time));

/**
 * Who asks, no more than the token says; nobody for a policy, for a user who is switched off, or with a token that was revoked
 * or is over.
 */
export const callerPermissions = async (
  view: View,
  { actor, token, reliedOn, tokenGroups }: Pick<Context, 'actor' | 'token' | 'reliedOn' | 'tokenGroups'>,
): Promise<CallerPermissions | undefined> => {
  if (token !== undefined && !(await isLive(view, actor.userId ?? '', token))) {
    return undefined;
  }
  const rights = actor.userId === undefined ? undefined : await permissionsOf(view, actor.userId, reliedOn);
  if (rights === undefined) return undefined;
  if (token !== undefined) return token.permissions === undefined ? rights : narrow(rights, token.permissions);
  return tokenGroups === undefined ? rights : namedByToken(view, rights, tokenGroups);
};
