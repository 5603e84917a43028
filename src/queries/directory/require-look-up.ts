import type { CallerPermissions } from '../../access/caller-permissions';
import { requireAnywhere } from '../authorization/require-anywhere';
import { EVERYWHERE, holds } from '../../access/permissions';

/**
 * Who gives grants must find whom to give them to: `pam_vaults.manage` in some organization is enough to look up the
 * directory, `directory.manage` must be held for all. Throws `Refused`.
 */
export const requireLookUp = (rights: CallerPermissions): void => {
  if (!holds(rights, 'directory.manage', EVERYWHERE)) {
    requireAnywhere(rights, 'pam_vaults.manage');
  }
};
