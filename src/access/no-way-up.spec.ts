import type { Permission } from '../domain/permissions';
import { mayAssign, requireAllOf } from './no-way-up';
import { seesOrganization } from './permissions';
import type { CallerPermissions } from './caller-permissions';
import { visibleOrganizations } from './visible-organizations';

const role = (id: string, ...permissions: Permission[]) => ({ id, name: id, permissions });
const roles = {
  manager: role('manager', 'accounts.manage'),
  viewer: role('viewer', 'pam_vaults.view'),
  empty: role('empty'),
  both: role('both', 'accounts.manage', 'pam_vaults.view'),
};
const someone = (more: Partial<CallerPermissions> = {}): CallerPermissions => ({
  userId: 'u',
  email: 'u@x.org',
  support: false,
  owner: false,
  admin: false,
  assignments: [],
  roles,
  ...more,
});
const owner = someone({ owner: true });
const admin = someone({ admin: true });
const manager = someone({ assignments: [{ roleId: 'manager' }] });
const both = someone({ assignments: [{ roleId: 'manager' }, { roleId: 'viewer', organizationId: 'a' }] });
const bothInA = someone({
  assignments: [
    { roleId: 'manager', organizationId: 'a' },
    { roleId: 'viewer', organizationId: 'a' },
  ],
});
const viewer = someone({ assignments: [{ roleId: 'viewer' }] });

test.each<[string, CallerPermissions, { roleId: string; organizationId?: string }, boolean]>([
  ['an owner, anything anywhere', owner, { roleId: 'viewer' }, true],
  ['an admin, no vault permission', admin, { roleId: 'viewer', organizationId: 'a' }, false],
  ['an admin, what an admin holds', admin, { roleId: 'manager' }, true],
  ['a manager, what a manager lacks', manager, { roleId: 'viewer', organizationId: 'a' }, false],
  ['a manager, what is held there', both, { roleId: 'viewer', organizationId: 'a' }, true],
  ['a manager, what is held elsewhere', both, { roleId: 'viewer', organizationId: 'b' }, false],
  ['a manager, everywhere what is held somewhere', both, { roleId: 'viewer' }, false],
  ['a manager of one organization, there', bothInA, { roleId: 'viewer', organizationId: 'a' }, true],
  ['a manager of one organization, elsewhere', bothInA, { roleId: 'empty', organizationId: 'b' }, false],
  ['a manager of one organization, everywhere', bothInA, { roleId: 'empty' }, false],
  ['a manager, half of what the role says', manager, { roleId: 'both' }, false],
  ['a manager, a role that is not there', manager, { roleId: 'gone' }, true],
  ['nobody who is no manager, a role that is not there', viewer, { roleId: 'gone' }, false],
  ['no manager, not even what is held', viewer, { roleId: 'viewer' }, false],
])('may give and take: %s', (_, rights, assignment, may) => {
  expect(mayAssign(rights, assignment)).toBe(may);
});

test.each<[string, CallerPermissions | undefined, Permission | undefined]>([
  ['an owner', owner, undefined],
  ['who holds it in one organization only', both, 'pam_vaults.view'],
  ['an admin', admin, 'pam_vaults.view'],
  ['nobody', undefined, 'accounts.manage'],
])('puts into a role only what is held everywhere: %s', (_, rights, missing) => {
  const refusal = requireAllOf(rights, ['accounts.manage', 'pam_vaults.view']);
  expect(refusal?.code).toBe(missing === undefined ? undefined : 'PERMISSION_DENIED');
  expect(refusal?.extra?.['permission']).toBe(missing);
});

test('an assignment to a deleted role shows nothing', () => {
  const former = someone({ assignments: [{ roleId: 'deleted', organizationId: 'a' }, { roleId: 'deleted' }] });
  expect(seesOrganization(former, 'a')).toBe(false);
  expect(visibleOrganizations(former)).toEqual([]);
});

test.each<[string, CallerPermissions, ReturnType<typeof visibleOrganizations>]>([
  ['an owner', owner, '*'],
  ['an admin', admin, '*'],
  ['a role for all', viewer, '*'],
  ['roles in one', bothInA, ['a']],
  ['no role', someone(), []],
])('sees organizations: %s', (_, rights, visible) => {
  expect(visibleOrganizations(rights)).toEqual(visible);
});
