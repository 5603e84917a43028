import { grow } from '../../kernel/fold';
import { isRefusal } from '../../kernel/refusal';
import type { RoleAssignment } from '../users/events';
import type { AccountEvent } from './events';
import { assignGroupRoles } from './group-roles';
import { account } from './state';

const ops: RoleAssignment = { roleId: 'ops', organizationId: 'o' };
const view: RoleAssignment = { roleId: 'view' };
const given = (idpGroupId: string, ...roles: readonly RoleAssignment[]): AccountEvent => ({
  type: 'keyledger.idp-group-roles-assigned.v1',
  data: { idpGroupId, roles },
});
const deleted = (roleId: string): AccountEvent => ({ type: 'keyledger.role-deleted.v1', data: { roleId } });
const grown = (...events: readonly AccountEvent[]) => grow(account, account.initial, events);

test.each<[string, readonly AccountEvent[], readonly RoleAssignment[], readonly string[], readonly AccountEvent[]]>([
  ['a group is given roles', [], [ops, view], [], [given('g', ops, view)]],
  ['the same in another order is no change', [given('g', ops, view)], [view, ops], [], []],
  [
    'the same role in another place is one',
    [given('g', ops)],
    [{ roleId: 'ops' }],
    [],
    [given('g', { roleId: 'ops' })],
  ],
  ['all are taken', [given('g', ops)], [], [], [given('g')]],
  ['none are taken from one that has none', [], [], [], []],
  ['those of groups that are gone are taken with it', [given('x', view)], [ops], ['x'], [given('x'), given('g', ops)]],
])('%s', (_, before, roles, gone, then) => {
  expect(assignGroupRoles(grown(...before), 'g', roles, gone)).toEqual(then);
});

test('more groups with roles than can be looked at are refused, those that are gone do not count', () => {
  const many = Array.from({ length: 100 }, (_, n) => given(`g${n}`, view));
  const refused = assignGroupRoles(grown(...many), 'g', [ops], []);
  expect(isRefusal(refused) && refused.code).toBe('CONFLICT');
  expect(assignGroupRoles(grown(...many), 'g', [ops], ['g7'])).toHaveLength(2);
  expect(assignGroupRoles(grown(...many), 'g7', [ops], [])).toEqual([given('g7', ops)]);
});

test('a role that is deleted leaves every group, and one that is left without any is like any other', () => {
  const state = grown(given('g', ops, view), given('h', ops), deleted('ops'));
  expect(state.groupRoles).toEqual({ g: { roles: [view], revision: 3 } });
  expect(state.groupRoleChanges).toBe(4);
});

test('each change of a group has another tag, also after it had none between', () => {
  const tags = [[given('g', ops)], [given('g')], [given('g', ops)]].map(
    (_, n, all) => grown(...all.slice(0, n + 1).flat()).groupRoles['g']?.revision,
  );
  expect(tags).toEqual([1, undefined, 3]);
});

test('what is settled of a damaged account leaves no role to any group', () => {
  const state = grown(given('g', ops));
  expect(account.withoutRights?.(state)).toMatchObject({ groupRoles: {}, groupRoleChanges: 1 });
});
