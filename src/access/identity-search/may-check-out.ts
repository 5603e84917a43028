import { StreamUnreadable } from '../../kernel/stream-unreadable';
import { explainAct } from '../acts/explain-act';
import { loadAskedIdentity } from '../asked-identity';
import { identityTime } from '../identity-time';
import { latest } from '../../kernel/time';
import type { FoundIdentity } from './identity-filter';
import type { IdentitySearch } from './identity-search';

/** What passes by itself: whoever is refused for it may, and has to wait. */
const PASSES = new Set(['ALREADY_CHECKED_OUT', 'MAX_SESSIONS_REACHED', 'ROTATION_IN_PROGRESS']);

/**
 * May the caller check it out? Judged by the code that decides a checkout, from the streams. What cannot be read now is not
 * told to be allowed.
 */
export const mayCheckOut = async (
  { view, digest, rights, now }: IdentitySearch,
  { id: identityId }: Pick<FoundIdentity, 'id'>,
): Promise<boolean> => {
  try {
    const identity = await loadAskedIdentity(view, identityId);
    if (identity === undefined) return false;
    const at = latest(now, await identityTime(view, identityId));
    const act = { view, digest, rights, identityId, identity, now: at };
    const refusal = await explainAct(act, 'checkout', rights.userId);
    return refusal === undefined || PASSES.has(refusal.code);
  } catch (error) {
    if (error instanceof StreamUnreadable) return false;
    throw error;
  }
};
