/** A class of OCSF 1.8.0, as far as its facts are told by it. */
export type OcsfClass = 3001 | 3003 | 3004 | 3005 | 3006 | 6003 | 6005;

export const CLASSES: Readonly<
  Record<OcsfClass, { readonly name: string; readonly activities: Readonly<Record<number, string>> }>
> = {
  3001: { name: 'Account Change', activities: { 3: 'Password Change', 4: 'Password Reset' } },
  3003: { name: 'Authorize Session', activities: { 1: 'Assign Privileges' } },
  3004: {
    name: 'Entity Management',
    activities: {
      1: 'Create',
      2: 'Read',
      3: 'Update',
      4: 'Delete',
      6: 'Enroll',
      7: 'Unenroll',
      8: 'Enable',
      9: 'Disable',
    },
  },
  3005: {
    name: 'User Access Management',
    activities: { 1: 'Assign Privileges', 2: 'Revoke Privileges' },
  },
  3006: {
    name: 'Group Management',
    activities: {
      1: 'Assign Privileges',
      2: 'Revoke Privileges',
      3: 'Add User',
      4: 'Remove User',
      5: 'Delete',
      6: 'Create',
    },
  },
  6003: { name: 'API Activity', activities: { 2: 'Read' } },
  6005: { name: 'Datastore Activity', activities: { 9: 'Encrypt' } },
};

export const CATEGORIES = { 3: 'Identity & Access Management', 6: 'Application Activity' } as const;

export const SEVERITIES = ['Unknown', 'Informational', 'Low', 'Medium', 'High', 'Critical'] as const;

export const OTHER = 99;
