import { entryOf } from '../../../kernel/entry-of';
import { grow } from '../../../kernel/fold';
import type { IdentityEvent } from '../events';
import { identity } from '../evolve';
import type { IdentityState } from '../state';
import { callOff } from './end-job';
import { endWhatIsOver } from './end-session';
import { newCandidate } from './new-candidate';
import { requestRotation, rotationMode, subjectOf, type RotationStart } from './rotation';
import { isBegun } from './under-way';

/** A value that the new agent may be sent: made anew, as soon as nobody holds the present one. */
const freshValue = (
  state: IdentityState,
  identityId: string,
  hostId: string,
  moment: RotationStart,
): readonly IdentityEvent[] => {
  const { rotation } = state;
  if (rotation !== undefined) {
    const { rotationId, version, refusals } = rotation;
    // One that nobody has made yet comes later than the agent.
    return rotation.mode === 'hosts' && version !== undefined
      ? newCandidate(state, identityId, { rotationId, version, hostId }, refusals, moment.now)
      : [];
  }
  if (state.status !== 'active' || rotationMode(state.settings) !== 'hosts') return [];
  const requested = requestRotation(state, identityId, 'agent_approved', moment);
  if (requested.length === 0 || state.sessions.length === 0) return requested;
  return state.owed === undefined
    ? [
        {
          type: 'keyledger.rotation-owed.v1',
          data: { ...subjectOf(state, identityId), trigger: 'agent_approved' },
        },
      ]
    : [];
};

/** Is there an agent that this one takes the place of, for the identity, or nobody yet? */
export const isToBeAdmitted = (state: IdentityState, hostId: string, agentId: string): boolean =>
  (state.status === 'active' || state.status === 'enrolling') &&
  state.settings.hostIds.includes(hostId) &&
  entryOf(state.agents, hostId)?.agentId !== agentId;

/**
 * An agent that a person approved works for the identity from now on. Said in the identity's own stream, so that what was
 * there before and what came after is told by the order of facts, not by clocks. What waits for it on its host is called off:
 * all of it is about values it may not be sent.
 */
export const admitAgent = (
  found: IdentityState,
  identityId: string,
  { hostId, agentId }: { readonly hostId: string; readonly agentId: string },
  moment: RotationStart,
): readonly IdentityEvent[] => {
  if (!isToBeAdmitted(found, hostId, agentId)) return [];
  const { now } = moment;
  const { events, state } = endWhatIsOver(found, identityId, moment);
  const admitted: readonly IdentityEvent[] = [
    {
      type: 'keyledger.host-agent-admitted.v1',
      data: {
        ...subjectOf(state, identityId),
        hostId,
        agentId,
        withheldUpTo: state.highestVersion,
        admittedAt: now,
      },
    },
    ...callOff(state, identityId, (job) => job.hostId === hostId && !isBegun(job), 'superseded', now),
  ];
  return [...events, ...admitted, ...freshValue(grow(identity, state, admitted), identityId, hostId, moment)];
};
