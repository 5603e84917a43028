import { permissionsOf } from '../src/access/caller-permissions';
import { basisOf } from '../src/access/session-basis';
import { refuseSupportShutOut } from '../src/access/support';
import { isOver } from '../src/domain/identities/decide/end-session';
import type { IdentityState } from '../src/domain/identities/state';
import { refuse, type Refusal } from '../src/kernel/refusal';
import type { View } from '../src/kernel/stream-reader';
import type { ReadFact } from './facts-of-streams';
import { text } from './kinds-of-facts';

/**
 * What the deciding code says of a value that was shown once more to who had checked it out: while the session lasts, and what
 * allowed it stands. Throws `StreamUnreadable`.
 */
export const judgeRedisclosure = async (
  view: View,
  { data, metadata }: ReadFact,
  { identity, now }: { readonly identity: IdentityState; readonly now: string },
): Promise<Refusal | undefined> => {
  const userId = text(metadata.actor, 'userId');
  const session = identity.sessions.find(({ sessionId }) => sessionId === text(data, 'sessionId'));
  if (session === undefined || session.userId !== userId || isOver(session, now)) {
    return refuse('CONFLICT', 'No such session of this user was open.');
  }
  const { organizationId, identityGroupId: vaultId } = identity;
  const off = refuseSupportShutOut(await permissionsOf(view, userId), organizationId);
  if (off !== undefined) return off;
  const { stands } = await basisOf(view, view.digest, session, { organizationId, vaultId }, now);
  return stands ? undefined : refuse('VAULT_ACCESS_DENIED', 'What had allowed the session was taken away.');
};
