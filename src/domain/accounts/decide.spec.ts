import { grow } from '../../kernel/fold';
import {
  changeRole,
  clearOwnerOfSupport,
  createRole,
  deleteRole,
  makeAdmin,
  makeOwner,
  markOwnerAsSupport,
  resumeOwner,
  suspendOwner,
  unmakeAdmin,
  unmakeOwner,
} from './decide';
import type { AccountEvent } from './events';
import { account, type AccountState } from './state';

const added = (userId: string): AccountEvent => ({
  type: 'keyledger.owner-added.v1',
  data: { userId, email: `${userId}@x.org` },
});
const removed = (userId: string): AccountEvent => ({ type: 'keyledger.owner-removed.v1', data: { userId } });
const suspended = (userId: string): AccountEvent => ({ type: 'keyledger.owner-suspended.v1', data: { userId } });
const resumed = (userId: string): AccountEvent => ({ type: 'keyledger.owner-resumed.v1', data: { userId } });
const marked = (userId: string): AccountEvent => ({ type: 'keyledger.owner-marked-as-support.v1', data: { userId } });
const cleared = (userId: string): AccountEvent => ({
  type: 'keyledger.owner-cleared-of-support.v1',
  data: { userId },
});
const admin = (userId: string): AccountEvent => ({
  type: 'keyledger.admin-added.v1',
  data: { userId, email: `${userId}@x.org` },
});
const role: AccountEvent = {
  type: 'keyledger.role-created.v1',
  data: { roleId: 'r', name: 'Viewer', permissions: ['pam_vaults.view'] },
};
const ann = { userId: 'ann', email: 'ann@x.org' };

type Case = [string, readonly AccountEvent[], (state: AccountState) => unknown, readonly AccountEvent[]];

test.each<Case>([
  ['the first owner', [], (s) => makeOwner(s, { ...ann, active: true, support: false }), [added('ann')]],
  ['an owner again', [added('ann')], (s) => makeOwner(s, { ...ann, active: true, support: false }), []],
  [
    'an owner who is switched off',
    [],
    (s) => makeOwner(s, { ...ann, active: false, support: false }),
    [added('ann'), suspended('ann')],
  ],
  [
    "an owner who is the vendor's support",
    [],
    (s) => makeOwner(s, { ...ann, active: true, support: true }),
    [added('ann'), marked('ann')],
  ],
  ['one of two is marked', [added('ann'), added('bob')], (s) => markOwnerAsSupport(s, 'ann'), [marked('ann')]],
  ['no owner is marked', [added('ann')], (s) => markOwnerAsSupport(s, 'bob'), []],
  ['marked twice', [added('ann'), added('bob'), marked('ann')], (s) => markOwnerAsSupport(s, 'ann'), []],
  ['a marked one goes', [added('ann'), added('bob'), marked('ann')], (s) => unmakeOwner(s, 'ann'), [removed('ann')]],
  ['a marked one is cleared', [added('ann'), marked('ann')], (s) => clearOwnerOfSupport(s, 'ann'), [cleared('ann')]],
  ['one not marked is cleared', [added('ann')], (s) => clearOwnerOfSupport(s, 'ann'), []],
  ['one of two owners goes', [added('ann'), added('bob')], (s) => unmakeOwner(s, 'ann'), [removed('ann')]],
  [
    'a suspended owner goes',
    [added('ann'), added('bob'), suspended('ann')],
    (s) => unmakeOwner(s, 'ann'),
    [removed('ann')],
  ],
  ['no owner goes', [added('ann')], (s) => unmakeOwner(s, 'bob'), []],
  ['one of two is suspended', [added('ann'), added('bob')], (s) => suspendOwner(s, 'ann'), [suspended('ann')]],
  ['suspended twice', [added('ann'), added('bob'), suspended('ann')], (s) => suspendOwner(s, 'ann'), []],
  ['no owner is suspended', [added('ann')], (s) => suspendOwner(s, 'bob'), []],
  [
    'an owner comes back',
    [added('ann'), added('bob'), suspended('ann')],
    (s) => resumeOwner(s, 'ann'),
    [resumed('ann')],
  ],
  ['an active owner comes back', [added('ann')], (s) => resumeOwner(s, 'ann'), []],
  ['an admin', [], (s) => makeAdmin(s, 'ann', 'ann@x.org'), [admin('ann')]],
  ['an admin again', [admin('ann')], (s) => makeAdmin(s, 'ann', 'ann@x.org'), []],
  [
    'an admin goes',
    [admin('ann')],
    (s) => unmakeAdmin(s, 'ann'),
    [{ type: 'keyledger.admin-removed.v1', data: { userId: 'ann' } }],
  ],
  ['no admin goes', [], (s) => unmakeAdmin(s, 'ann'), []],
  ['a role', [], (s) => createRole(s, { id: 'r', name: 'Viewer', permissions: ['pam_vaults.view'] }), [role]],
  ['a role again', [role], (s) => createRole(s, { id: 'r', name: 'Viewer', permissions: [] }), []],
  [
    'a role renamed',
    [role],
    (s) => changeRole(s, 'r', { name: 'Reader' }),
    [
      {
        type: 'keyledger.role-changed.v1',
        data: { roleId: 'r', name: 'Reader', permissions: ['pam_vaults.view'] },
      },
    ],
  ],
  ['a role as it is', [role], (s) => changeRole(s, 'r', { name: 'Viewer', permissions: ['pam_vaults.view'] }), []],
  ['a role goes', [role], (s) => deleteRole(s, 'r'), [{ type: 'keyledger.role-deleted.v1', data: { roleId: 'r' } }]],
])('%s', (_, given, when, then) => {
  expect(when(grow(account, account.initial, given))).toEqual(then);
});

test.each<[string, readonly AccountEvent[], (state: AccountState) => unknown, string]>([
  ['the only owner goes', [added('ann')], (s) => unmakeOwner(s, 'ann'), 'LAST_OWNER'],
  [
    'the only active owner goes',
    [added('ann'), added('bob'), suspended('bob')],
    (s) => unmakeOwner(s, 'ann'),
    'LAST_OWNER',
  ],
  ['the only owner is suspended', [added('ann')], (s) => suspendOwner(s, 'ann'), 'LAST_OWNER'],
  [
    'the only active owner is suspended',
    [added('ann'), added('bob'), suspended('bob')],
    (s) => suspendOwner(s, 'ann'),
    'LAST_OWNER',
  ],
  ['the only owner is marked', [added('ann')], (s) => markOwnerAsSupport(s, 'ann'), 'LAST_OWNER'],
  [
    'the only one who may always act is marked',
    [added('ann'), added('bob'), marked('bob')],
    (s) => markOwnerAsSupport(s, 'ann'),
    'LAST_OWNER',
  ],
  [
    'the only one who is no support goes',
    [added('ann'), added('bob'), marked('bob')],
    (s) => unmakeOwner(s, 'ann'),
    'LAST_OWNER',
  ],
  [
    'the only one who is no support is suspended',
    [added('ann'), added('bob'), marked('bob')],
    (s) => suspendOwner(s, 'ann'),
    'LAST_OWNER',
  ],
  [
    'the only active one is marked',
    [added('ann'), added('bob'), suspended('bob')],
    (s) => markOwnerAsSupport(s, 'ann'),
    'LAST_OWNER',
  ],
  ['an unknown role changes', [], (s) => changeRole(s, 'r', { name: 'x' }), 'NOT_FOUND'],
  ['an unknown role goes', [], (s) => deleteRole(s, 'r'), 'NOT_FOUND'],
])('refused: %s', (_, given, when, code) => {
  expect(when(grow(account, account.initial, given))).toMatchObject({ refused: true, code });
});
