import { requireReceiver } from '../src/access/receiver';
import { refuseCheckOut } from '../src/domain/identities/decide/check-out';
import type { IdentityState } from '../src/domain/identities/state';
import type { TransferredSession } from '../src/domain/sessions/events';
import { isRefusal, refuse, type Refusal } from '../src/kernel/refusal';
import type { View } from '../src/kernel/stream-reader';
import type { ReadFact } from './facts-of-streams';
import { CHECKED_IN, text } from './kinds-of-facts';

/** Of a session that begins: whose it was before. */
export const givenBy = ({ data }: ReadFact): TransferredSession | undefined =>
  data['transferredFrom'] as TransferredSession | undefined;

/** Sessions that their holder ended for somebody else to go on with, and that nobody goes on with yet. */
export class Handovers {
  /** By the session that is to begin: who gave. */
  private readonly givers = new Map<string, string>();

  take({ type, data, metadata }: ReadFact): void {
    const to = text(data, 'transferredTo');
    const giver = text(data, 'userId');
    if (type === CHECKED_IN && to !== '' && metadata.actor['userId'] === giver) this.givers.set(to, giver);
  }

  /** Was this session given by who it says? Once. */
  use(fact: ReadFact): boolean {
    const sessionId = text(fact.data, 'sessionId');
    const giver = this.givers.get(sessionId);
    this.givers.delete(sessionId);
    return giver !== undefined && giver === givenBy(fact)?.userId;
  }
}

/** What the deciding code says of who goes on with a session: the rules of a checkout hold for them. */
export const judgeReceiver = async (
  view: View,
  fact: ReadFact,
  {
    identity,
    identityId,
    now,
  }: { readonly identity: IdentityState; readonly identityId: string; readonly now: string },
): Promise<Refusal | undefined> => {
  const giver = givenBy(fact);
  const userId = text(fact.data, 'userId');
  const sessionId = text(fact.data, 'sessionId');
  if (identity.sessions.some((session) => session.sessionId === giver?.sessionId)) {
    return refuse('CONFLICT', 'The session that was handed over goes on.');
  }
  const receiver = await requireReceiver(view, view.digest, giver?.userId ?? '', { identity, userId, now, sessionId });
  if (isRefusal(receiver)) return receiver;
  const hostId = fact.data['hostId'] as string | undefined;
  const asked = { userId, ...(hostId === undefined ? {} : { hostId }) };
  return refuseCheckOut({ state: identity, identityId, now }, asked, true);
};
