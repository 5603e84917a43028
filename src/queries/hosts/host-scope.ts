import { EVERYWHERE, holds, organizationsWith, type Permission } from '../../access/permissions';
import { deniedAnywhere } from '../../access/require';
import type { Condition } from '../../kernel/read-model';
import { RefusedError } from '../../kernel/refused-error';
import type { QueryContext, QueryAuthorization } from '../authorization/query-authorization';

const EITHER: readonly Permission[] = ['hosts.manage_users', 'pam_vaults.view'];

/** Of the two permissions that show a host, the one the caller holds in an organization. */
const permissionIn = ({ rights }: QueryContext, organizationId: string): Permission =>
  EITHER.find((permission) => holds(rights, permission, organizationId)) ?? 'hosts.manage_users';

/** Hosts, and what is done on them, are shown to who manages them and to who sees the vaults. Errors: {@link RefusedError}. */
export const requireHost = (
  asking: QueryAuthorization,
  caller: QueryContext,
  organizationId: string | undefined,
  what = 'host',
): void => asking.require(caller, permissionIn(caller, organizationId ?? ''), organizationId, what);

/** The condition that keeps a list of hosts to what the caller may see. Errors: {@link RefusedError}. */
export const hostScope = async (
  asking: QueryAuthorization,
  caller: QueryContext,
  organizationId: string | undefined,
): Promise<readonly Condition[]> => {
  if (organizationId !== undefined) {
    return asking.scope(caller, permissionIn(caller, organizationId), organizationId);
  }
  const allowed = new Set<string>();
  for (const permission of EITHER) {
    const places = organizationsWith(caller.rights, permission);
    if (places === EVERYWHERE) {
      return [];
    }
    places.forEach((place) => allowed.add(place));
  }
  if (allowed.size === 0) {
    throw new RefusedError(deniedAnywhere(caller.rights, 'hosts.manage_users'));
  }
  return [{ field: 'organizationId', in: [...allowed] }];
};
