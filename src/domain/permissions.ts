/** The RBAC permissions and what each allows, in the organizations it is assigned for. */
export const PERMISSIONS = {
  'pam_vaults.view':
    'List and read vaults, identities, rotation state, sessions and jobs; with a vault access grant also reveal and check out.',
  'pam_vaults.manage':
    'Create, change and delete vaults and identities, set values, give grants, rotate, force a checkin, look up IDP users and groups.',
  'pam_vaults.break_glass': 'Emergency checkout without grant or approval.',
  'pam_vaults.approve': 'Be named as an approver of access requests.',
  'hosts.manage_users': 'Hosts, join tokens, agents, jobs, enrollment, adding a host to an identity.',
  'directory.manage': 'IDP users and groups; counts only when assigned for all organizations.',
  'support_access.manage': 'Enable, change and disable support access.',
  'pam_audit.read': 'Audit trail, exports and streams; account-level facts only when assigned for all organizations.',
  'accounts.manage': 'Organizations, their secrets and settings, users and roles.',
} as const;

export type Permission = keyof typeof PERMISSIONS;

export const ALL_PERMISSIONS = Object.keys(PERMISSIONS) as readonly Permission[];

/** What account admins hold everywhere: no permission on vaults. */
export const ADMIN_PERMISSIONS: readonly Permission[] = [
  'accounts.manage',
  'directory.manage',
  'support_access.manage',
  'pam_audit.read',
];
