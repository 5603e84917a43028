import type { CallerPermissions } from './caller-permissions';
import { EVERYWHERE, organizationsWith } from './permissions';

/** Where a caller may read reports and access reviews: all organizations, or those with `pam_audit.read` or `pam_vaults.manage`. */
export const reportPlaces = (rights: CallerPermissions): typeof EVERYWHERE | readonly string[] => {
  const audited = organizationsWith(rights, 'pam_audit.read');
  const managed = organizationsWith(rights, 'pam_vaults.manage');
  return audited === EVERYWHERE || managed === EVERYWHERE ? EVERYWHERE : [...new Set([...audited, ...managed])];
};
