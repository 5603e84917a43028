import { entryOf } from '../../../kernel/entry-of';
import type { HostAccountShared } from '../../targets/events';
import type { IdentityEvent } from '../events';
import { sharedWithIn } from '../shared-accounts';
import type { IdentityState } from '../state';
import { callOff } from './end-job';
import { subjectOf } from './rotation';
import { isBegun } from './under-way';

/** With what an account turned out to be one; without ids: with something of another organization. */
export type Sharing = Pick<
  HostAccountShared['data'],
  'otherIdentityId' | 'otherIdentityName' | 'otherHostId' | 'otherHostName' | 'stopped'
>;

/** Tells an identity that its account on a host is not its alone, once; the one that came later stands still there. */
export const shareAccount = (
  state: IdentityState,
  identityId: string,
  hostId: string,
  sharing: Sharing,
  now: string,
): readonly IdentityEvent[] => {
  const lives = state.status === 'active' || state.status === 'enrolling';
  const isTold = entryOf(state.targets, hostId)?.sharedWith === sharedWithIn(sharing) && !sharing.stopped;
  if (!lives || !state.settings.hostIds.includes(hostId) || isTold) return [];
  const waiting = sharing.stopped
    ? callOff(state, identityId, (job) => job.hostId === hostId && !isBegun(job), 'superseded', now)
    : [];
  const data = { ...subjectOf(state, identityId), hostId, ...sharing, foundAt: now };
  return [...waiting, { type: 'keyledger.host-account-shared.v1', data }];
};
