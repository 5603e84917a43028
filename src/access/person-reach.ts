import { isLiveGrant } from '../domain/access-grants/decide';
import type { StandingGrant } from '../domain/access-grants/state';
import { idpUser } from '../domain/directory/state';
import { user } from '../domain/users/state';
import type { Digest } from '../kernel/digest';
import type { View } from '../kernel/stream-reader';
import type { AccessLine, Obstacle } from './access-line';
import { permissionsOf } from './caller-permissions';
import { holds } from './permissions';
import { userWithEmail } from './user-with-email';

type Person = Pick<AccessLine, 'idpUserId' | 'displayName' | 'email' | 'userId'>;

const obstacleOf = async (
  view: View,
  userId: string | undefined,
  organizationId: string,
): Promise<Obstacle | undefined> => {
  if (userId === undefined) return 'NO_USER';
  const rights = await permissionsOf(view, userId);
  if (rights === undefined) return 'USER_INACTIVE';
  return holds(rights, 'pam_vaults.view', organizationId) ? undefined : 'PERMISSION_DENIED';
};

const CAN = { view_vault: 'nothing', view_credentials: 'reveal', checkout: 'checkout' } as const;

/** What a person of the directory can do by a grant that reaches that person, judged by the streams as they stand. */
export const personReach = async (
  view: View,
  digest: Digest,
  idpUserId: string,
  {
    grant,
    organizationId,
    now,
  }: { readonly grant: StandingGrant; readonly organizationId: string; readonly now: string },
): Promise<Person & Pick<AccessLine, 'can' | 'obstacle'>> => {
  const { status, email, displayName } = (await view.load(idpUser, idpUserId)).state;
  const userId = await userWithEmail(view, digest, email);
  const person: Person = { idpUserId, displayName, email, ...(userId === undefined ? {} : { userId }) };
  const dead = isLiveGrant(grant, now) ? undefined : 'GRANT_EXPIRED';
  const off = status === 'active' ? undefined : 'IDP_USER_INACTIVE';
  const obstacle = dead ?? off ?? (await obstacleOf(view, userId, organizationId));
  return obstacle === undefined ? { ...person, can: CAN[grant.level] } : { ...person, can: 'nothing', obstacle };
};

/**
 * The same access as a machine that is linked to the person's record has it; undefined: it is linked to another one by now. What
 * stands in the person's own way, but for the grant and the record, does not stand in the machine's.
 */
export const machineReach = async (
  view: View,
  line: AccessLine,
  machineId: string,
): Promise<AccessLine | undefined> => {
  const { linkedTo, displayName = '' } = (await view.load(user, machineId)).state;
  if (linkedTo === undefined || linkedTo !== line.idpUserId) return undefined;
  const { obstacle: its, ...access } = line;
  const shared = its === 'GRANT_EXPIRED' || its === 'IDP_USER_INACTIVE' ? its : undefined;
  const obstacle = shared ?? (await obstacleOf(view, machineId, line.organizationId));
  const reach = obstacle === undefined ? { can: CAN[line.level] } : ({ can: 'nothing', obstacle } as const);
  return { ...access, email: '', displayName, userId: machineId, machine: true, ...reach };
};
