import { ADMIN_PERMISSIONS, ALL_PERMISSIONS, type Permission } from '../domain/permissions';
import { EVERYWHERE, holds, organizationsWith, permissionsIn, seesOrganization } from './permissions';
import { requireEverywhere, requireOwner, requirePermission } from './require';
import type { Standing } from './standing';

const someone = (more: Partial<Standing> = {}): Standing => ({
  userId: 'u',
  email: 'u@example.com',
  support: false,
  owner: false,
  admin: false,
  assignments: [],
  roles: {
    viewer: { id: 'viewer', name: 'Viewer', permissions: ['pam_vaults.view'] },
    auditor: { id: 'auditor', name: 'Auditor', permissions: ['pam_audit.read'] },
  },
  ...more,
});

const owner = someone({ owner: true });
const admin = someone({ admin: true });
const viewerHere = someone({ assignments: [{ roleId: 'viewer', organizationId: 'here' }] });
const viewer = someone({ assignments: [{ roleId: 'viewer' }] });
const mixed = someone({
  assignments: [
    { roleId: 'viewer', organizationId: 'here' },
    { roleId: 'viewer', organizationId: 'here' },
    { roleId: 'auditor', organizationId: 'there' },
  ],
});
const former = someone({ assignments: [{ roleId: 'deleted', organizationId: 'here' }] });

test.each<[string, Standing, Permission, string, boolean]>([
  ['an owner, anything', owner, 'pam_vaults.break_glass', 'here', true],
  ['an owner, everywhere', owner, 'pam_vaults.manage', EVERYWHERE, true],
  ['an admin, what admins hold', admin, 'pam_audit.read', EVERYWHERE, true],
  ['an admin, nothing of vaults', admin, 'pam_vaults.view', 'here', false],
  ['by a role in one organization, there', viewerHere, 'pam_vaults.view', 'here', true],
  ['by a role in one organization, elsewhere', viewerHere, 'pam_vaults.view', 'there', false],
  ['by a role in one organization, everywhere', viewerHere, 'pam_vaults.view', EVERYWHERE, false],
  ['by a role for all, in one', viewer, 'pam_vaults.view', 'there', true],
  ['by a role for all, everywhere', viewer, 'pam_vaults.view', EVERYWHERE, true],
  ['what the role does not say', viewer, 'pam_vaults.manage', 'here', false],
  ['by a role that was deleted', former, 'pam_vaults.view', 'here', false],
])('holds: %s', (_, standing, permission, organizationId, held) => {
  expect(holds(standing, permission, organizationId)).toBe(held);
});

test.each<[string, Standing, Permission, ReturnType<typeof organizationsWith>]>([
  ['an owner', owner, 'pam_vaults.view', EVERYWHERE],
  ['a role for all', viewer, 'pam_vaults.view', EVERYWHERE],
  ['two assignments in one', mixed, 'pam_vaults.view', ['here']],
  ['another role elsewhere', mixed, 'pam_audit.read', ['there']],
  ['nowhere', someone(), 'pam_vaults.view', []],
])('where: %s', (_, standing, permission, places) => {
  expect(organizationsWith(standing, permission)).toEqual(places);
});

test('an owner holds all there is, an admin what admins hold, a viewer what the role says', () => {
  expect(permissionsIn(owner, 'here')).toEqual(ALL_PERMISSIONS);
  expect(permissionsIn(admin, 'here').toSorted()).toEqual([...ADMIN_PERMISSIONS].toSorted());
  expect(permissionsIn(viewerHere, 'here')).toEqual(['pam_vaults.view']);
  expect(permissionsIn(viewerHere, EVERYWHERE)).toEqual([]);
});

test.each<[string, Standing | undefined, string | undefined]>([
  ['nobody', undefined, 'NOT_FOUND'],
  ['who has no role there', someone(), 'NOT_FOUND'],
  ['who has a role elsewhere', someone({ assignments: [{ roleId: 'viewer', organizationId: 'there' }] }), 'NOT_FOUND'],
  ['who has another role there', viewerHere, 'PERMISSION_DENIED'],
  ['an admin', admin, 'PERMISSION_DENIED'],
  ['an owner', owner, undefined],
])('managing a vault here: %s', (_, standing, code) => {
  expect(requirePermission(standing, 'pam_vaults.manage', 'here', 'identity group')?.code).toBe(code);
});

test('what is hidden and what does not exist are told in the same words', () => {
  const hidden = requirePermission(someone(), 'pam_vaults.view', 'here', 'identity');
  expect(hidden?.detail).toBe('There is no such identity.');
  expect(hidden?.extra).toBeUndefined();
});

test.each<[string, Standing | undefined, boolean, boolean]>([
  ['nobody', undefined, false, false],
  ['who holds it in one organization', viewerHere, false, false],
  ['who holds it for all', viewer, true, false],
  ['an owner', owner, true, true],
])('for the whole account, and for owners only: %s', (_, standing, everywhere, owners) => {
  expect(requireEverywhere(standing, 'pam_vaults.view') === undefined).toBe(everywhere);
  expect(requireOwner(standing) === undefined).toBe(owners);
});

test.each<[string, Standing, boolean]>([
  ['an admin', admin, true],
  ['a role for all', viewer, true],
  ['a role there', viewerHere, true],
  ['a role that was deleted', former, false],
  ['no role', someone(), false],
])('sees that an organization exists: %s', (_, standing, sees) => {
  expect(seesOrganization(standing, 'here')).toBe(sees);
});
