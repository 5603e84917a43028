import { withEntry, withoutEntry } from '../../kernel/draft';
import { entryOf } from '../../kernel/entry-of';
import type { Fold } from '../../kernel/fold';
import type { Permission } from '../permissions';
import type { RoleAssignment } from '../users/events';
import type { AccountEvent, NamedByToken } from './events';

export interface Role {
  readonly id: string;
  readonly name: string;
  readonly permissions: readonly Permission[];
}

/** A role, and how often it was changed: its ETag. */
export interface KeptRole extends Role {
  readonly revision: number;
}

export interface KeptOwner {
  /** False while switched off. */
  readonly active: boolean;
  /** The vendor's support, who acts only while let in. */
  readonly support: boolean;
  /** True once the last sign-in was removed, until there is one again. */
  readonly lostSignIns?: boolean;
}

/** What an IDP group gives whoever is in it. */
export interface KeptGroupRoles {
  readonly roles: readonly RoleAssignment[];
  /** Grows with every change of any group: its ETag. */
  readonly revision: number;
}

export interface AccountState {
  /** By user id. */
  readonly owners: Readonly<Record<string, KeptOwner>>;
  readonly admins: Readonly<Record<string, true>>;
  readonly roles: Readonly<Record<string, KeptRole>>;
  /** By the id of an IDP group: its assignments, where it has any. */
  readonly groupRoles: Readonly<Record<string, KeptGroupRoles>>;
  /** By the id of an IDP group: by which names tokens put their bearers into it, where owners listed any. */
  readonly namedByTokens: Readonly<Record<string, readonly NamedByToken[]>>;
  /** By the id of an IDP group: how often owners changed by which names tokens put their bearers into it. */
  readonly tokenNameChanges: Readonly<Record<string, number>>;
  /** How often those of any group were changed. */
  readonly groupRoleChanges: number;
  /** The last owner who was recovered with the root key. */
  readonly recovered?: { readonly userId: string; readonly recoveredAt: string; readonly reason: string };
  /** By name: the highest version of a key that was told; absent: the first. */
  readonly keys?: Readonly<Record<string, number>>;
  /** By user id: how often the user was made or unmade owner or admin, which the ETag tells. */
  readonly flagChanges: Readonly<Record<string, number>>;
}

const counted = (counts: Readonly<Record<string, number>>, id: string): Readonly<Record<string, number>> =>
  withEntry(counts, id, (entryOf(counts, id) ?? 0) + 1);

const flagged = (state: AccountState, userId: string): AccountState => ({
  ...state,
  flagChanges: counted(state.flagChanges, userId),
});

const NEW_OWNER: KeptOwner = { active: true, support: false };

const withOwner = (state: AccountState, userId: string, change: Partial<KeptOwner>): AccountState => ({
  ...state,
  owners: withEntry(state.owners, userId, { ...(entryOf(state.owners, userId) ?? NEW_OWNER), ...change }),
});

const withRole = (
  state: AccountState,
  { roleId, name, permissions }: { roleId: string; name: string; permissions: readonly Permission[] },
): AccountState => {
  const revision = (entryOf(state.roles, roleId)?.revision ?? -1) + 1;
  return { ...state, roles: withEntry(state.roles, roleId, { id: roleId, name, permissions, revision }) };
};

/** An assignment to a role that is gone gives nothing, and a group without assignments is like any other. */
const withGroupRoles = (
  { groupRoles, groupRoleChanges }: Pick<AccountState, 'groupRoles' | 'groupRoleChanges'>,
  idpGroupId: string,
  roles: readonly RoleAssignment[],
): Pick<AccountState, 'groupRoles' | 'groupRoleChanges'> => {
  const revision = groupRoleChanges + 1;
  const others = withoutEntry(groupRoles, idpGroupId);
  return {
    groupRoles: roles.length === 0 ? others : withEntry(others, idpGroupId, { roles, revision }),
    groupRoleChanges: revision,
  };
};

const withoutRole = (state: AccountState, gone: string): AccountState =>
  Object.entries(state.groupRoles).reduce<AccountState>(
    (changed, [idpGroupId, { roles }]) => {
      const left = roles.filter(({ roleId }) => roleId !== gone);
      return left.length === roles.length ? changed : { ...changed, ...withGroupRoles(changed, idpGroupId, left) };
    },
    { ...state, roles: withoutEntry(state.roles, gone) },
  );

export const account: Fold<AccountState, AccountEvent> = {
  category: 'account',
  version: 2,
  initial: {
    owners: {},
    admins: {},
    roles: {},
    groupRoles: {},
    namedByTokens: {},
    tokenNameChanges: {},
    groupRoleChanges: 0,
    flagChanges: {},
  },
  withoutRights: ({ flagChanges, groupRoleChanges, tokenNameChanges, keys }) => ({
    owners: {},
    admins: {},
    roles: {},
    groupRoles: {},
    namedByTokens: {},
    tokenNameChanges,
    groupRoleChanges,
    ...(keys === undefined ? {} : { keys }),
    flagChanges,
  }),
  evolve: {
    'keyledger.owner-added.v1': (state, { userId }) => withOwner(flagged(state, userId), userId, NEW_OWNER),
    'keyledger.owner-removed.v1': (state, { userId }) => ({
      ...flagged(state, userId),
      owners: withoutEntry(state.owners, userId),
    }),
    'keyledger.owner-suspended.v1': (state, { userId }) => withOwner(state, userId, { active: false }),
    'keyledger.owner-resumed.v1': (state, { userId }) => withOwner(state, userId, { active: true }),
    'keyledger.owner-marked-as-support.v1': (state, { userId }) => withOwner(state, userId, { support: true }),
    'keyledger.owner-cleared-of-support.v1': (state, { userId }) => withOwner(state, userId, { support: false }),
    'keyledger.owner-sign-ins-removed.v1': (state, { userId }) => withOwner(state, userId, { lostSignIns: true }),
    'keyledger.owner-sign-in-added.v1': (state, { userId }) => withOwner(state, userId, { lostSignIns: false }),
    'keyledger.owner-recovered.v1': (state, { userId, recoveredAt, reason }) => ({
      ...state,
      recovered: { userId, recoveredAt, reason },
    }),
    'keyledger.key-changed.v1': (state, { name, version }) => ({
      ...state,
      keys: withEntry(state.keys ?? {}, name, version),
    }),
    'keyledger.admin-added.v1': (state, { userId }) => ({
      ...flagged(state, userId),
      admins: withEntry(state.admins, userId, true),
    }),
    'keyledger.admin-removed.v1': (state, { userId }) => ({
      ...flagged(state, userId),
      admins: withoutEntry(state.admins, userId),
    }),
    'keyledger.role-created.v1': withRole,
    'keyledger.role-changed.v1': withRole,
    'keyledger.role-deleted.v1': (state, { roleId }) => withoutRole(state, roleId),
    'keyledger.idp-group-tokens-listed.v1': (state, { idpGroupId, namedBy }) => {
      const others = withoutEntry(state.namedByTokens, idpGroupId);
      return {
        ...state,
        namedByTokens: namedBy.length === 0 ? others : withEntry(others, idpGroupId, namedBy),
        tokenNameChanges: counted(state.tokenNameChanges, idpGroupId),
      };
    },
    'keyledger.idp-group-roles-assigned.v1': (state, { idpGroupId, roles }) => ({
      ...state,
      ...withGroupRoles(state, idpGroupId, roles),
    }),
  },
};
