import { EVERYWHERE, holds, organizationsWith, type Permission } from '../../access/permissions';
import { deniedAnywhere } from '../../access/require';
import type { Condition } from '../../kernel/read-model';
import { Refused } from '../../kernel/refused';
import type { Asker, Asking } from '../asking/asking';

const EITHER: readonly Permission[] = ['hosts.manage_users', 'pam_vaults.view'];

/** Of the two permissions that show a host, the one the caller holds in an organization. */
const permissionIn = ({ standing }: Asker, organizationId: string): Permission =>
  EITHER.find((permission) => holds(standing, permission, organizationId)) ?? 'hosts.manage_users';

/** Hosts, and what is done on them, are shown to who manages them and to who sees the vaults. Errors: {@link Refused}. */
export const requireHost = (asking: Asking, asker: Asker, organizationId: string | undefined, what = 'host'): void =>
  asking.require(asker, permissionIn(asker, organizationId ?? ''), organizationId, what);

/** The condition that keeps a list of hosts to what the caller may see. Errors: {@link Refused}. */
export const hostScope = async (
  asking: Asking,
  asker: Asker,
  organizationId: string | undefined,
): Promise<readonly Condition[]> => {
  if (organizationId !== undefined) {
    return asking.scope(asker, permissionIn(asker, organizationId), organizationId);
  }
  const allowed = new Set<string>();
  for (const permission of EITHER) {
    const places = organizationsWith(asker.standing, permission);
    if (places === EVERYWHERE) {
      return [];
    }
    places.forEach((place) => allowed.add(place));
  }
  if (allowed.size === 0) {
    throw new Refused(deniedAnywhere(asker.standing, 'hosts.manage_users'));
  }
  return [{ field: 'organizationId', in: [...allowed] }];
};
