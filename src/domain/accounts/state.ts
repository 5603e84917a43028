import { entryOf } from '../../kernel/entry-of';
import type { Fold } from '../../kernel/fold';
import type { Permission } from '../permissions';
import type { AccountEvent } from './events';

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

export interface AccountState {
  /** By user id. */
  readonly owners: Readonly<Record<string, KeptOwner>>;
  readonly admins: Readonly<Record<string, true>>;
  readonly roles: Readonly<Record<string, KeptRole>>;
  /** The last owner who was recovered with the root key. */
  readonly recovered?: { readonly userId: string; readonly recoveredAt: string; readonly reason: string };
  /** By name: the highest version of a key that was told; absent: the first. */
  readonly keys?: Readonly<Record<string, number>>;
  /** By user id: how often the user was made or unmade owner or admin, which the ETag tells. */
  readonly flagChanges: Readonly<Record<string, number>>;
}

const without = <T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> => {
  const { [key]: _, ...rest } = record;
  return rest;
};

const flagged = (state: AccountState, userId: string): AccountState => ({
  ...state,
  flagChanges: { ...state.flagChanges, [userId]: (entryOf(state.flagChanges, userId) ?? 0) + 1 },
});

const NEW_OWNER: KeptOwner = { active: true, support: false };

const withOwner = (state: AccountState, userId: string, change: Partial<KeptOwner>): AccountState => ({
  ...state,
  owners: { ...state.owners, [userId]: { ...(entryOf(state.owners, userId) ?? NEW_OWNER), ...change } },
});

const withRole = (
  state: AccountState,
  { roleId, name, permissions }: { roleId: string; name: string; permissions: readonly Permission[] },
): AccountState => ({
  ...state,
  roles: {
    ...state.roles,
    [roleId]: { id: roleId, name, permissions, revision: (entryOf(state.roles, roleId)?.revision ?? -1) + 1 },
  },
});

export const account: Fold<AccountState, AccountEvent> = {
  category: 'account',
  initial: { owners: {}, admins: {}, roles: {}, flagChanges: {} },
  withoutRights: ({ flagChanges, keys = {} }) => ({ owners: {}, admins: {}, roles: {}, keys, flagChanges }),
  evolve: {
    'keyledger.owner-added.v1': (state, { userId }) => withOwner(flagged(state, userId), userId, NEW_OWNER),
    'keyledger.owner-removed.v1': (state, { userId }) => ({
      ...flagged(state, userId),
      owners: without(state.owners, userId),
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
    'keyledger.key-changed.v1': (state, { name, version }) => ({ ...state, keys: { ...state.keys, [name]: version } }),
    'keyledger.admin-added.v1': (state, { userId }) => ({
      ...flagged(state, userId),
      admins: { ...state.admins, [userId]: true },
    }),
    'keyledger.admin-removed.v1': (state, { userId }) => ({
      ...flagged(state, userId),
      admins: without(state.admins, userId),
    }),
    'keyledger.role-created.v1': withRole,
    'keyledger.role-changed.v1': withRole,
    'keyledger.role-deleted.v1': (state, { roleId }) => ({ ...state, roles: without(state.roles, roleId) }),
  },
};
