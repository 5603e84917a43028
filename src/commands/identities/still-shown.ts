import { notFound } from '../../access/require';
import { basisOf } from '../../access/session-basis';
import { shutOut, supportAccessOff } from '../../access/support';
import { isOver } from '../../domain/identities/decide/end-session';
import { identity } from '../../domain/identities/evolve';
import type { SessionRecord } from '../../domain/identities/session-record';
import type { Context } from '../../kernel/context';
import type { Digest } from '../../kernel/digest';
import { refuse, type Refusal } from '../../kernel/refusal';
import type { AuthorizationContext } from '../deciding/fact-recorder';
import { loadCaller } from '../deciding/load-authorized';

/**
 * After a wait: is the session still open, is it still the caller's, and does all that allowed it still stand? A value is shown
 * by what is so at the end of the wait, not at its beginning.
 */
export const stillShown = async (
  authorization: AuthorizationContext,
  digest: Digest,
  context: Context,
  { id, identityId, organizationId, identityGroupId }: SessionRecord,
): Promise<Refusal | undefined> => {
  const { view } = authorization;
  authorization.about({ organizationId, identityGroupId, identityId, sessionId: id });
  const loaded = await view.load(identity, identityId);
  const now = authorization.nowOn(loaded);
  const off = shutOut(await loadCaller(authorization, context), organizationId);
  if (off !== undefined) return off;
  const open = loaded.state.sessions.find(({ sessionId }) => sessionId === id);
  if (open === undefined || isOver(open, now)) {
    return refuse('CONFLICT', 'The session was ended before its value was shown. Nothing was shown.');
  }
  if (open.userId !== context.actor.userId) return notFound('session');
  const basis = await basisOf(view, digest, open, { organizationId, vaultId: identityGroupId }, now);
  if (basis.stands) return undefined;
  return basis.endedBy === 'support_disabled'
    ? supportAccessOff()
    : refuse('VAULT_ACCESS_DENIED', 'What allowed the checkout was taken away before its value was shown.');
};
