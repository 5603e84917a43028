import { EVERYWHERE, organizationsWith } from './permissions';
import type { CallerPermissions } from './caller-permissions';

/** Where somebody may see what was done about support access: who manages it, and who reads the audit. */
export const supportAuditPlaces = (rights: CallerPermissions): typeof EVERYWHERE | readonly string[] => {
  const places = [
    organizationsWith(rights, 'support_access.manage'),
    organizationsWith(rights, 'pam_audit.read'),
  ] as const;
  return places.includes(EVERYWHERE) ? EVERYWHERE : [...new Set((places as readonly (readonly string[])[]).flat())];
};
