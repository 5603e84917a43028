import { entryOf } from '../../kernel/entry-of';
import { refuse, type Refusal } from '../../kernel/refusal';
import type { Permission } from '../permissions';
import type { AccountEvent } from './events';
import type { AccountState, Role } from './state';
import { sameJson } from '../../kernel/facts/same-json';

const lastOwner = (): Refusal =>
  refuse('LAST_OWNER', 'The last active owner stays. Make somebody else an owner first.');

const activeOwnersBeside = (state: AccountState, userId: string): number =>
  Object.entries(state.owners).filter(
    ([id, owner]) => owner.active && owner.lostSignIns !== true && !owner.support && id !== userId,
  ).length;

/** Whom it is about: a machine has no e-mail, nor has a person known by an issuer's subject alone. */
const named = (userId: string, kind: 'person' | 'machine' | undefined, email: string) =>
  kind === 'machine' || email === '' ? { userId } : { userId, email };

/**
 * A user who is switched off becomes a suspended owner: counted as active, that could be the last one and nobody could sign
 * in. The same goes for the vendor's support, who acts only while let in.
 */
export const makeOwner = (
  state: AccountState,
  {
    userId,
    kind,
    email,
    active,
    support,
    lostSignIns = false,
  }: {
    readonly userId: string;
    readonly kind?: 'person' | 'machine';
    readonly email: string;
    readonly active: boolean;
    readonly support: boolean;
    /** There were sign-ins, and all were removed. */
    readonly lostSignIns?: boolean;
  },
): readonly AccountEvent[] => {
  if (entryOf(state.owners, userId) !== undefined) {
    return [];
  }
  const added: AccountEvent = { type: 'keyledger.owner-added.v1', data: named(userId, kind, email) };
  return [
    added,
    ...(active ? [] : [{ type: 'keyledger.owner-suspended.v1', data: { userId } } as const]),
    ...(support ? [{ type: 'keyledger.owner-marked-as-support.v1', data: { userId } } as const] : []),
    ...(lostSignIns || kind === 'machine'
      ? [{ type: 'keyledger.owner-sign-ins-removed.v1', data: { userId } } as const]
      : []),
  ];
};

export const unmakeOwner = (state: AccountState, userId: string): readonly AccountEvent[] | Refusal => {
  if (entryOf(state.owners, userId) === undefined) {
    return [];
  }
  return activeOwnersBeside(state, userId) === 0
    ? lastOwner()
    : [{ type: 'keyledger.owner-removed.v1', data: { userId } }];
};

/** An owner who is switched off no longer counts as one; whoever isn't an owner is nothing to the account. */
export const suspendOwner = (state: AccountState, userId: string): readonly AccountEvent[] | Refusal => {
  if (entryOf(state.owners, userId)?.active !== true) {
    return [];
  }
  return activeOwnersBeside(state, userId) === 0
    ? lastOwner()
    : [{ type: 'keyledger.owner-suspended.v1', data: { userId } }];
};

export const resumeOwner = (state: AccountState, userId: string): readonly AccountEvent[] =>
  entryOf(state.owners, userId)?.active === false ? [{ type: 'keyledger.owner-resumed.v1', data: { userId } }] : [];

/** Support that owns the account acts only while it is let in, and could be the last who lets anybody in. */
export const markOwnerAsSupport = (state: AccountState, userId: string): readonly AccountEvent[] | Refusal => {
  if (entryOf(state.owners, userId)?.support !== false) {
    return [];
  }
  return activeOwnersBeside(state, userId) === 0
    ? lastOwner()
    : [{ type: 'keyledger.owner-marked-as-support.v1', data: { userId } }];
};

export const clearOwnerOfSupport = (state: AccountState, userId: string): readonly AccountEvent[] =>
  entryOf(state.owners, userId)?.support === true
    ? [{ type: 'keyledger.owner-cleared-of-support.v1', data: { userId } }]
    : [];

/** Whoever can't sign in does not count as the owner who stays. */
export const removeOwnerSignIns = (state: AccountState, userId: string): readonly AccountEvent[] | Refusal => {
  const owner = entryOf(state.owners, userId);
  if (owner === undefined || owner.lostSignIns === true) {
    return [];
  }
  return activeOwnersBeside(state, userId) === 0
    ? refuse('LAST_OWNER', 'The last active owner keeps a sign-in. Add another one first.')
    : [{ type: 'keyledger.owner-sign-ins-removed.v1', data: { userId } }];
};

export const addOwnerSignIn = (state: AccountState, userId: string): readonly AccountEvent[] =>
  entryOf(state.owners, userId)?.lostSignIns === true
    ? [{ type: 'keyledger.owner-sign-in-added.v1', data: { userId } }]
    : [];

export const makeAdmin = (
  state: AccountState,
  userId: string,
  email: string,
  kind?: 'person' | 'machine',
): readonly AccountEvent[] =>
  entryOf(state.admins, userId) === undefined
    ? [{ type: 'keyledger.admin-added.v1', data: named(userId, kind, email) }]
    : [];

export const unmakeAdmin = (state: AccountState, userId: string): readonly AccountEvent[] =>
  entryOf(state.admins, userId) === undefined ? [] : [{ type: 'keyledger.admin-removed.v1', data: { userId } }];

const gone = (): Refusal => refuse('NOT_FOUND', 'There is no such role.');

export const createRole = (state: AccountState, role: Role): readonly AccountEvent[] =>
  entryOf(state.roles, role.id) === undefined
    ? [{ type: 'keyledger.role-created.v1', data: { roleId: role.id, name: role.name, permissions: role.permissions } }]
    : [];

export const changeRole = (
  state: AccountState,
  roleId: string,
  change: { readonly name?: string; readonly permissions?: readonly Permission[] },
): readonly AccountEvent[] | Refusal => {
  const role = entryOf(state.roles, roleId);
  if (role === undefined) {
    return gone();
  }
  const data = { roleId, name: change.name ?? role.name, permissions: change.permissions ?? role.permissions };
  const unchanged = data.name === role.name && sameJson(data.permissions, role.permissions);
  return unchanged ? [] : [{ type: 'keyledger.role-changed.v1', data }];
};

/** Assignments to it give nothing any more. */
export const deleteRole = (state: AccountState, roleId: string): readonly AccountEvent[] | Refusal =>
  entryOf(state.roles, roleId) === undefined ? gone() : [{ type: 'keyledger.role-deleted.v1', data: { roleId } }];
