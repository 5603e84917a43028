import { notFound } from '../../access/require';
import { basisOf } from '../../access/session-basis';
import { refuseSupportShutOut, supportAccessOff } from '../../access/support';
import { isOver } from '../../domain/identities/decide/end-session';
import { identity } from '../../domain/identities/evolve';
import type { SessionRecord } from '../../domain/identities/session-record';
import type { OpenSession } from '../../domain/identities/state';
import type { Context } from '../../kernel/context';
import type { Digest } from '../../kernel/digest';
import { refuse, type Refusal } from '../../kernel/refusal';
import type { AuthorizationContext } from '../deciding/fact-recorder';
import { loadCaller } from '../deciding/load-authorized';

/** A session whose value waits to be shown. */
export interface Shown {
  readonly session: SessionRecord;
  /** As it stood when the wait began. */
  readonly begun: OpenSession;
}

/**
 * After a wait: does all that allowed the session still stand, is it still open, and still the caller's? A value is shown by what
 * is so at the end of the wait, not at its beginning. What was taken away is told as that, whether or not the session has been
 * ended for it already.
 */
export const stillShown = async (
  authorization: AuthorizationContext,
  digest: Digest,
  context: Context,
  { session: { id, identityId, organizationId, identityGroupId }, begun }: Shown,
): Promise<Refusal | undefined> => {
  const { view } = authorization;
  authorization.about({ organizationId, identityGroupId, identityId, sessionId: id });
  const loaded = await view.load(identity, identityId);
  const now = authorization.nowOn(loaded);
  const off = refuseSupportShutOut(await loadCaller(authorization, context), organizationId);
  if (off !== undefined) return off;
  const open = loaded.state.sessions.find(({ sessionId }) => sessionId === id);
  const basis = await basisOf(view, digest, open ?? begun, { organizationId, vaultId: identityGroupId }, now);
  if (!basis.stands) {
    return basis.endedBy === 'support_disabled'
      ? supportAccessOff()
      : refuse('VAULT_ACCESS_DENIED', 'What allowed the checkout was taken away before its value was shown.');
  }
  if (open === undefined || isOver(open, now)) {
    return refuse('CONFLICT', 'The session was ended before its value was shown. Nothing was shown.');
  }
  return open.userId === context.actor.userId ? undefined : notFound('session');
};
