import type { CallerPermissions } from './caller-permissions';
import { requireAccessReviewer } from './review-access';

const manager: CallerPermissions = {
  userId: 'ann',
  email: 'ann@example.com',
  support: false,
  owner: false,
  admin: false,
  assignments: [{ roleId: 'r', organizationId: 'o' }],
  roles: { r: { id: 'r', name: 'Manager', permissions: ['pam_vaults.manage'] } },
};
const letIn = { windowIn: () => 'w', organizations: () => ['o'] };

test.each<[string, CallerPermissions | undefined, string | undefined]>([
  ['who manages vaults there', manager, undefined],
  ['an owner', { ...manager, owner: true, assignments: [] }, undefined],
  ['an admin, who has no permission on vaults', { ...manager, admin: true, assignments: [] }, 'PERMISSION_DENIED'],
  ['a machine', { ...manager, machine: true }, 'PERMISSION_DENIED'],
  ['support that is let in', { ...manager, support: true, letIn }, 'PERMISSION_DENIED'],
  [
    'support that is not',
    { ...manager, support: true, letIn: { ...letIn, windowIn: () => undefined } },
    'SUPPORT_ACCESS_OFF',
  ],
  ['who has no role there', { ...manager, assignments: [] }, 'NOT_FOUND'],
  ['nobody', undefined, 'NOT_FOUND'],
])('reviews who has access: %s', (_, rights, code) => {
  expect(requireAccessReviewer(rights, 'o', 'access review')?.code).toBe(code);
});
