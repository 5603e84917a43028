import type { Permission } from '../domain/permissions';
import { ADMIN_PERMISSIONS } from '../domain/permissions';
import type { RoleAssignment } from '../domain/users/events';
import { requireTokenMaker, type MachinePowers } from './machine-powers';
import type { CallerPermissions } from './caller-permissions';

const roles = Object.fromEntries(
  (['accounts.manage', 'pam_vaults.view', 'directory.manage'] as const).map((permission) => [
    permission,
    { id: permission, name: permission, permissions: [permission] as Permission[] },
  ]),
);
const someone = (assignments: readonly RoleAssignment[], more: Partial<CallerPermissions> = {}): CallerPermissions => ({
  userId: 'u',
  email: 'u@x.org',
  support: false,
  owner: false,
  admin: false,
  assignments,
  roles,
  ...more,
});
const MANAGES = { roleId: 'accounts.manage' };
const machine = (more: Partial<MachinePowers['state']> = {}, is: Partial<MachinePowers> = {}): MachinePowers => ({
  state: { roles: [], ...more },
  isOwner: false,
  isAdmin: false,
  ...is,
});

const owner = someone([], { owner: true });
const admin = someone([], { admin: true });
const manager = someone([MANAGES]);
const viewer = someone([MANAGES, { roleId: 'pam_vaults.view', organizationId: 'o' }]);
const views = (organizationId?: string) =>
  machine({ roles: [{ roleId: 'pam_vaults.view', ...(organizationId === undefined ? {} : { organizationId }) }] });

test.each<[string, CallerPermissions | undefined, MachinePowers, string | undefined]>([
  ['nobody', undefined, machine(), 'accounts.manage'],
  ['somebody without accounts.manage', someone([]), machine(), 'accounts.manage'],
  ['who holds that in one organization', someone([{ ...MANAGES, organizationId: 'o' }]), machine(), 'accounts.manage'],
  ['a manager, of a machine that may nothing', manager, machine(), undefined],
  ['a manager, of a machine that may more', manager, views('o'), 'pam_vaults.view'],
  ['who holds it there', viewer, views('o'), undefined],
  ['who holds it elsewhere', viewer, views('p'), 'pam_vaults.view'],
  ['who holds it there, of a machine that may everywhere', viewer, views(), 'pam_vaults.view'],
  ['a manager, of a machine whose role was deleted', manager, machine({ roles: [{ roleId: 'gone' }] }), undefined],
  ['a manager, of a machine that is an admin', manager, machine({}, { isAdmin: true }), 'directory.manage'],
  ['an admin, of a machine that is one', admin, machine({}, { isAdmin: true }), undefined],
  ['an owner, of any machine', owner, machine({ linkedTo: 'p' }, { isOwner: true, isAdmin: true }), undefined],
])('makes a token of a machine: %s', (_, rights, powers, missing) => {
  const refusal = requireTokenMaker(rights, powers);
  expect(refusal?.code).toBe(missing === undefined ? undefined : 'PERMISSION_DENIED');
  expect(refusal?.extra?.['permission']).toBe(missing);
});

test.each<[string, MachinePowers]>([
  ['is an owner', machine({}, { isOwner: true })],
  ['is linked to grants', machine({ linkedTo: 'p' })],
])('nobody but an owner makes a token of a machine that %s', (_, powers) => {
  const everything = someone(
    Object.keys(roles).map((roleId) => ({ roleId })),
    { admin: true },
  );
  expect(requireTokenMaker(everything, powers)?.detail).toMatch(/Only an account owner/);
});

test('a machine makes no token, be it an owner', () => {
  const refusal = requireTokenMaker(someone([], { owner: true, machine: true }), machine());
  expect(refusal).toMatchObject({ code: 'PERMISSION_DENIED', detail: expect.stringContaining('make tokens') });
  expect(ADMIN_PERMISSIONS).toContain('directory.manage');
});
