import { decideBreakGlass } from '../src/access/acts/decide-break-glass';
import { decideCheckOut } from '../src/access/acts/decide-check-out';
import { emergencyOf, judgeReveal } from '../src/access/acts/judge-reveal';
import { callerPermissions, type CallerPermissions } from '../src/access/caller-permissions';
import { identity } from '../src/domain/identities/evolve';
import { user } from '../src/domain/users/state';
import type { Actor } from '../src/kernel/actor';
import type { CheckoutEvidence } from '../src/domain/sessions/events';
import { isRefusal, type Refusal } from '../src/kernel/refusal';
import type { View } from '../src/kernel/stream-reader';
import { latest } from '../src/kernel/time';
import type { ReadFact } from './facts-of-streams';
import { givenBy, judgeReceiver } from './handovers';
import { LEASED, REDISCLOSED, REVEALED, text } from './kinds-of-facts';
import { judgeLease } from './leases';
import { judgeRedisclosure } from './redisclosures';

/** Who acted, with no more than the token of a machine gave: what that was the log tells. */
const rightsOf = async (view: View, actor: Actor): Promise<CallerPermissions | undefined> => {
  const { userId = '', tokenId: id } = actor;
  if (id === undefined) return callerPermissions(view, { actor });
  const { tokens } = (await view.load(user, userId)).state;
  const permissions = tokens.find(({ tokenId }) => tokenId === id)?.permissions;
  return callerPermissions(view, { actor, token: { id, ...(permissions === undefined ? {} : { permissions }) } });
};

/** What a token said of groups nobody can ask for any more: the fact says which group it was, and until when. */
const withToken = (rights: CallerPermissions | undefined, { evidence }: Readonly<Record<string, unknown>>) => {
  const { groupId, byToken } = (evidence ?? {}) as Partial<CheckoutEvidence>;
  return rights === undefined || groupId === undefined || byToken === undefined
    ? rights
    : { ...rights, byToken: { ...byToken, idpGroupIds: [groupId] } };
};

/**
 * What the deciding code says of a disclosure, given all that lay before it; undefined: it allows it. Throws `StreamUnreadable` where
 * it would not have decided.
 */
export const judgeDisclosure = async (view: View, fact: ReadFact): Promise<Refusal | undefined> => {
  const { type, data, metadata } = fact;
  const identityId = text(data, 'identityId');
  const userId = text(metadata.actor, 'userId');
  const loaded = await view.load(identity, identityId);
  const now = latest(metadata.time, loaded.time);
  if (type === REDISCLOSED) return judgeRedisclosure(view, fact, { identity: loaded.state, now });
  if (type === LEASED) return judgeLease(view, fact, { identity: loaded.state, identityId, now });
  if (givenBy(fact) !== undefined) return judgeReceiver(view, fact, { identity: loaded.state, identityId, now });
  const act = {
    view,
    digest: view.digest,
    rights: withToken(await rightsOf(view, metadata.actor as unknown as Actor), data),
    identityId,
    identity: loaded.state,
    now,
  };
  if (type === REVEALED) {
    const basis = await judgeReveal(act, await emergencyOf(act, userId));
    return isRefusal(basis) ? basis : undefined;
  }
  const asked = { sessionId: text(data, 'sessionId'), reason: text(data, 'reason'), rotationId: '' };
  const hostId = data['hostId'] as string | undefined;
  const events =
    data['breakGlass'] === true
      ? await decideBreakGlass(act, asked)
      : await decideCheckOut(act, {
          ...asked,
          durationMinutes: Number(data['durationMinutes']),
          ...(hostId === undefined ? {} : { hostId }),
        });
  return isRefusal(events) ? events : undefined;
};
