import { grow } from '../../../kernel/fold';
import type { IdentitySubject } from '../../identity-subject';
import type { AgentOnHost, IdentityEvent, IdentitySettings } from '../events';
import { identity } from '../evolve';
import type { IdentityState } from '../state';
import type { JobMoment } from './job-facts';
import { stageCandidate } from './stage-candidate';

/**
 * Takes over an account on a host: the same process as any rotation, with nothing that could be served meanwhile. Its first
 * value lies in the material store as `version`.
 */
export const enrollIdentity = (
  state: IdentityState,
  subject: IdentitySubject,
  settings: IdentitySettings,
  version: number,
  moment: JobMoment & { readonly rotationId: string; readonly agents?: readonly AgentOnHost[] },
): readonly IdentityEvent[] => {
  if (state.status !== 'none') {
    return [];
  }
  const { now, rotationId, agents = [] } = moment;
  const working = agents.length === 0 ? {} : { agents };
  const { hostIds } = settings;
  const begun: readonly IdentityEvent[] = [
    {
      type: 'keyledger.identity-enrollment-requested.v1',
      data: { ...subject, ...settings, createdAt: now, ...working },
    },
    {
      type: 'keyledger.rotation-requested.v1',
      data: { ...subject, rotationId, trigger: 'enrollment', mode: 'hosts', hostIds, requestedAt: now },
    },
  ];
  const enrolling = grow(identity, state, begun);
  return [...begun, ...stageCandidate(enrolling, subject.identityId, rotationId, version, moment)];
};
