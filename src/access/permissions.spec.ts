import { ADMIN_PERMISSIONS, ALL_PERMISSIONS, type Permission } from '../domain/permissions';
import { EVERYWHERE, holds, organizationsWith, permissionsIn, seesOrganization } from './permissions';
import { refuseMachine, requireEverywhere, requireOwner, requireOwnerInPerson, requirePermission } from './require';
import type { CallerPermissions } from './caller-permissions';

const someone = (more: Partial<CallerPermissions> = {}): CallerPermissions => ({
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

test.each<[string, CallerPermissions, Permission, string, boolean]>([
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
])('holds: %s', (_, rights, permission, organizationId, held) => {
  expect(holds(rights, permission, organizationId)).toBe(held);
});

test.each<[string, CallerPermissions, Permission, ReturnType<typeof organizationsWith>]>([
  ['an owner', owner, 'pam_vaults.view', EVERYWHERE],
  ['a role for all', viewer, 'pam_vaults.view', EVERYWHERE],
  ['two assignments in one', mixed, 'pam_vaults.view', ['here']],
  ['another role elsewhere', mixed, 'pam_audit.read', ['there']],
  ['nowhere', someone(), 'pam_vaults.view', []],
])('where: %s', (_, rights, permission, places) => {
  expect(organizationsWith(rights, permission)).toEqual(places);
});

test('an owner holds all there is, an admin what admins hold, a viewer what the role says', () => {
  expect(permissionsIn(owner, 'here')).toEqual(ALL_PERMISSIONS);
  expect(permissionsIn(admin, 'here').toSorted()).toEqual([...ADMIN_PERMISSIONS].toSorted());
  expect(permissionsIn(viewerHere, 'here')).toEqual(['pam_vaults.view']);
  expect(permissionsIn(viewerHere, EVERYWHERE)).toEqual([]);
});

test.each<[string, CallerPermissions | undefined, string | undefined]>([
  ['nobody', undefined, 'NOT_FOUND'],
  ['who has no role there', someone(), 'NOT_FOUND'],
  ['who has a role elsewhere', someone({ assignments: [{ roleId: 'viewer', organizationId: 'there' }] }), 'NOT_FOUND'],
  ['who has another role there', viewerHere, 'PERMISSION_DENIED'],
  ['an admin', admin, 'PERMISSION_DENIED'],
  ['an owner', owner, undefined],
])('managing a vault here: %s', (_, rights, code) => {
  const refusal = requirePermission(rights, 'pam_vaults.manage', 'here', 'identity group');
  expect(refusal?.code).toBe(code);
  expect(refusal?.extra).toEqual(code === 'PERMISSION_DENIED' ? { permission: 'pam_vaults.manage' } : undefined);
});

test('what is hidden and what does not exist are told in the same words', () => {
  const hidden = requirePermission(someone(), 'pam_vaults.view', 'here', 'identity');
  expect(hidden?.detail).toBe('There is no such identity.');
  expect(hidden?.extra).toBeUndefined();
});

test.each<[string, CallerPermissions | undefined, boolean, boolean]>([
  ['nobody', undefined, false, false],
  ['who holds it in one organization', viewerHere, false, false],
  ['who holds it for all', viewer, true, false],
  ['an owner', owner, true, true],
])('for the whole account, and for owners only: %s', (_, rights, everywhere, owners) => {
  expect(requireEverywhere(rights, 'pam_vaults.view') === undefined).toBe(everywhere);
  expect(requireOwner(rights) === undefined).toBe(owners);
  expect(requireOwnerInPerson(rights, 'do it') === undefined).toBe(owners);
});

test.each<[string, CallerPermissions, boolean]>([
  ['an admin', admin, true],
  ['a role for all', viewer, true],
  ['a role there', viewerHere, true],
  ['a role that was deleted', former, false],
  ['no role', someone(), false],
])('sees that an organization exists: %s', (_, rights, sees) => {
  expect(seesOrganization(rights, 'here')).toBe(sees);
});

const machine = (more: Partial<CallerPermissions>) => someone({ machine: true, ...more });
const narrow = (permissions: readonly string[], is: { owner?: boolean; admin?: boolean }) =>
  someone({ ...viewer, narrowed: { permissions, owner: false, admin: false, ...is } });

test.each<[string, CallerPermissions, Permission, boolean]>([
  ['a machine that is an owner, what machines may', machine({ owner: true }), 'pam_vaults.manage', true],
  ['a machine that is an owner, never an emergency', machine({ owner: true }), 'pam_vaults.break_glass', false],
  ['a machine that is an owner, never an approval', machine({ owner: true }), 'pam_vaults.approve', false],
  ['a token of an owner, what it names', narrow(['pam_vaults.manage'], { owner: true }), 'pam_vaults.manage', true],
  ['a token of an owner, what it does not name', narrow([], { owner: true }), 'pam_vaults.view', false],
  ['a token of an admin, what it names', narrow(['pam_audit.read'], { admin: true }), 'pam_audit.read', true],
  ['a token of an admin, what admins lack', narrow(['pam_vaults.manage'], { admin: true }), 'pam_vaults.manage', false],
  ['a token, what its user has by a role', narrow(['pam_vaults.view'], {}), 'pam_vaults.view', true],
  ['a token, what its user lacks', narrow(['pam_vaults.manage'], {}), 'pam_vaults.manage', false],
])('holds, by a machine or a token: %s', (_, rights, permission, held) => {
  expect(holds(rights, permission, 'here')).toBe(held);
  expect(organizationsWith(rights, permission)).toEqual(held ? EVERYWHERE : []);
});

test('a token that names less than a role gives nothing more in one organization either', () => {
  const rights = someone({ ...mixed, narrowed: { permissions: ['pam_audit.read'], owner: false, admin: false } });
  expect(organizationsWith(rights, 'pam_vaults.view')).toEqual([]);
  expect(organizationsWith(rights, 'pam_audit.read')).toEqual(['there']);
});

test('an owner comes in person', () => {
  expect([refuseMachine(undefined, 'do it'), refuseMachine(owner, 'do it')]).toEqual([undefined, undefined]);
  expect(requireOwnerInPerson(machine({ owner: true }), 'do it')).toMatchObject({
    code: 'PERMISSION_DENIED',
    detail: expect.stringContaining('do it'),
  });
});
