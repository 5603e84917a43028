import { account } from '../domain/accounts/state';
import { accessGrants, type StandingGrant } from '../domain/access-grants/state';
import { idpGroup, idpUser } from '../domain/directory/state';
import { user } from '../domain/users/state';
import { vault } from '../domain/vaults/state';
import type { Digest } from '../kernel/digest';
import type { View } from '../kernel/stream-reader';
import type { AccessLine } from './access-line';
import { permissionsOf } from './caller-permissions';
import { personReach } from './person-reach';
import { isLetIn } from './support';

/** Whose access is asked for; absent: everybody's. */
export interface AccessSubject {
  readonly userId: string;
  /** The person's record in the directory, where there is one. */
  readonly idpUserId?: string;
}

type Place = Pick<AccessLine, 'organizationId' | 'identityGroupId' | 'identityGroupName'>;

/** The people whom a grant reaches, or the one who is asked for if it does. */
async function* reachedBy(view: View, grant: StandingGrant, whom: AccessSubject | undefined): AsyncGenerator<string> {
  if (grant.principalType === 'user') {
    if (whom === undefined || whom.idpUserId === grant.principalId) yield grant.principalId;
    return;
  }
  const { status, members } = (await view.load(idpGroup, grant.principalId)).state;
  if (status !== 'active') return;
  if (whom === undefined) yield* members;
  else if (whom.idpUserId !== undefined && members.has(whom.idpUserId)) yield whom.idpUserId;
}

const grantTold = async (view: View, grant: StandingGrant) => {
  const { grantId, principalType, principalId, level, expiresAt, grantedBy, createdAt } = grant;
  const [giver, name] = await Promise.all([
    view.load(user, grantedBy),
    principalType === 'group'
      ? view.load(idpGroup, principalId).then(({ state }) => state.name)
      : view.load(idpUser, principalId).then(({ state }) => state.displayName),
  ]);
  const { email, displayName = '' } = giver.state;
  return {
    via: principalType === 'group' ? 'group' : 'grant',
    grantId,
    principalType,
    principalId,
    principalName: name,
    level,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    grantedBy,
    grantedByEmail: email === '' ? displayName : email,
    grantedAt: createdAt,
  } as const;
};

/** Owners, who need no grant. */
async function* ownersOf(view: View, place: Place, whom: AccessSubject | undefined): AsyncGenerator<AccessLine> {
  const { owners } = (await view.load(account)).state;
  for (const [userId, { active }] of Object.entries(owners)) {
    if (!active || (whom !== undefined && whom.userId !== userId)) continue;
    const rights = await permissionsOf(view, userId);
    if (rights === undefined) continue;
    const can = isLetIn(rights, place.organizationId) ? 'checkout' : 'nothing';
    const obstacle = can === 'nothing' ? ({ obstacle: 'PERMISSION_DENIED' } as const) : {};
    yield { ...place, via: 'owner', level: 'checkout', email: rights.email, userId, can, ...obstacle };
  }
}

/**
 * Who can reveal or check out the values of a vault, and by what: a line for each person and each grant that reaches that
 * person, and one for each owner. From the streams, by the code that decides; one line at a time, however many there are.
 */
export async function* whoCan(
  view: View,
  digest: Digest,
  vaultId: string,
  { now, whom }: { readonly now: string; readonly whom?: AccessSubject },
): AsyncGenerator<AccessLine> {
  const { status, name, organizationId } = (await view.load(vault, vaultId)).state;
  if (status !== 'active') return;
  const place: Place = { organizationId, identityGroupId: vaultId, identityGroupName: name };
  const { grants } = (await view.load(accessGrants, vaultId)).state;
  for (const grant of Object.values(grants)) {
    let told: Awaited<ReturnType<typeof grantTold>> | undefined;
    for await (const idpUserId of reachedBy(view, grant, whom)) {
      told ??= await grantTold(view, grant);
      yield { ...place, ...told, ...(await personReach(view, digest, idpUserId, { grant, organizationId, now })) };
    }
  }
  yield* ownersOf(view, place, whom);
}
