import type { Fold } from '../../kernel/fold';
import { accountOf } from './account-of';
import type { IdentitySubject } from '../identity-subject';
import type { AgentOnHost, EndedBy, IdentityEvent, IdentitySettings } from './events';
import { evolveJobs } from './evolve-jobs';
import { evolveRotation, nextDue } from './evolve-rotation';
import { shared, targetsAfter } from './shared-accounts';
import type { AdmittedAgent, IdentityState, OpenSession } from './state';
import { triggerOfEnd } from './trigger-of-end';
import { wasShown } from './was-shown';

const NOTHING: IdentitySettings = {
  name: '',
  username: '',
  credentialType: 'password',
  rotateAfterUse: false,
  hostIds: [],
  allowConcurrentCheckout: false,
  maxConcurrentSessions: 1,
};

const settingsOf = ({
  identityId: _i,
  identityGroupId: _v,
  organizationId: _o,
  agents: _a,
  ...settings
}: IdentitySettings & IdentitySubject & { agents?: readonly AgentOnHost[] }): IdentitySettings => settings;

const withSession = (
  state: IdentityState,
  sessionId: string,
  change: (session: OpenSession) => OpenSession | undefined,
): IdentityState => ({
  ...state,
  sessions: state.sessions.flatMap((session) =>
    session.sessionId === sessionId ? (change(session) ?? []) : [session],
  ),
});

const sessionOf = (state: IdentityState, sessionId: string): OpenSession | undefined =>
  state.sessions.find((session) => session.sessionId === sessionId);

/**
 * A failed rotation's candidate that somebody was shown whose use asks for a new value is not gone on with: he would know
 * the value again. One whose rotation is under way is dropped by a fact.
 */
const withoutShown = (state: IdentityState, session: OpenSession | undefined, endedBy: EndedBy): IdentityState => {
  const { candidate, rotation } = state;
  const isGone =
    session !== undefined &&
    candidate !== undefined &&
    rotation === undefined &&
    wasShown(session, candidate.version) &&
    triggerOfEnd(state, session, endedBy) !== undefined;
  return isGone ? { ...state, candidate: undefined } : state;
};

/** What is known of a host counts as long as the identity is on it, and means the same account. */
const holdingsAfter = (state: IdentityState, settings: IdentitySettings): IdentityState['holdings'] =>
  accountOf(settings) === accountOf(state.settings)
    ? Object.fromEntries(Object.entries(state.holdings).filter(([hostId]) => settings.hostIds.includes(hostId)))
    : {};

/** Who works on the hosts that a person put it on; on those it has left, nobody does. */
const withAgents = (
  known: IdentityState['agents'],
  { hostIds, agents = [] }: { readonly hostIds: readonly string[]; readonly agents?: readonly AgentOnHost[] },
): IdentityState['agents'] => {
  const added = agents.map(({ hostId, agentId }): [string, AdmittedAgent] => [
    hostId,
    { agentId, withheldUpTo: 0, sent: [] },
  ]);
  return Object.fromEntries([...Object.entries(known), ...added].filter(([hostId]) => hostIds.includes(hostId)));
};

/** `identity-<id>`: one credential, its sessions, its rotation and jobs, and the pointers to its values. */
export const identity: Fold<IdentityState, IdentityEvent> = {
  category: 'identity',
  initial: {
    status: 'none',
    identityGroupId: '',
    organizationId: '',
    settings: NOTHING,
    createdAt: '',
    credentialVersion: 0,
    highestVersion: 0,
    sessions: [],
    jobs: [],
    holdings: {},
    agents: {},
    targets: {},
    typed: {},
    origins: {},
    failuresInRow: 0,
    suspended: false,
    replaced: [],
  },
  withoutRights: (state) => ({ ...state, sessions: [] }),
  evolve: {
    'keyledger.identity-created.v1': (
      state,
      { credentialVersion, createdAt, nextRotationAt, typedBy, ...created },
    ) => ({
      ...state,
      ...nextDue(nextRotationAt),
      status: 'active',
      identityGroupId: created.identityGroupId,
      organizationId: created.organizationId,
      settings: settingsOf(created),
      createdAt,
      credentialVersion,
      agents: withAgents({}, created),
      typed: typedBy === undefined ? {} : { [credentialVersion]: typedBy },
      given: true,
      highestVersion: credentialVersion,
    }),
    'keyledger.identity-enrollment-requested.v1': (state, { createdAt, ...created }) => ({
      ...state,
      status: 'enrolling',
      identityGroupId: created.identityGroupId,
      organizationId: created.organizationId,
      settings: settingsOf(created),
      agents: withAgents({}, created),
      createdAt,
    }),
    'keyledger.identity-changed.v1': (state, { nextRotationAt, ...changed }) => ({
      ...state,
      ...nextDue(nextRotationAt),
      settings: settingsOf(changed),
      holdings: holdingsAfter(state, settingsOf(changed)),
      agents: withAgents(state.agents, changed),
      targets: targetsAfter(state, settingsOf(changed)),
    }),
    'keyledger.identity-deleted.v1': (state, { deletedAt }) => ({ ...state, status: 'deleted', deletedAt }),
    'keyledger.identity-undeleted.v1': (state, { agents }) => ({
      ...state,
      agents: withAgents(state.agents, { ...state.settings, agents }),
      status: state.credentialVersion === 0 ? 'enrolling' : 'active',
      deletedAt: undefined,
    }),
    'keyledger.identity-destroyed.v1': (state) => ({ ...state, status: 'destroyed', replaced: [], holdings: {} }),
    'keyledger.identity-checked-out.v1': (state, fact) => {
      const { identityId: _i, identityGroupId: _v, organizationId: _o, durationMinutes: _d, ...session } = fact;
      // Facts of earlier releases don't say on what terms: those that were set at that moment.
      const exclusive = session.exclusive ?? !state.settings.allowConcurrentCheckout;
      const maxConcurrentSessions = session.maxConcurrentSessions ?? state.settings.maxConcurrentSessions;
      return { ...state, sessions: [...state.sessions, { ...session, exclusive, maxConcurrentSessions }] };
    },
    'keyledger.identity-checked-in.v1': (state, { sessionId, endedBy }) =>
      withoutShown(
        withSession(state, sessionId, () => undefined),
        sessionOf(state, sessionId),
        endedBy,
      ),
    'keyledger.session-extended.v1': (state, { sessionId, expiresAt }) =>
      withSession(state, sessionId, (session) => ({ ...session, expiresAt })),
    'keyledger.session-shortened.v1': (state, { sessionId, expiresAt }) =>
      withSession(state, sessionId, (session) => ({ ...session, expiresAt })),
    'keyledger.host-agent-admitted.v1': (state, { hostId, agentId, withheldUpTo }) => ({
      ...state,
      agents: { ...state.agents, [hostId]: { agentId, withheldUpTo, sent: [] } },
    }),
    'keyledger.host-account-shared.v1': shared,
    ...evolveRotation,
    ...evolveJobs,
  },
};
