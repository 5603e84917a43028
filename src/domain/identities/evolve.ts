import { withEntry } from '../../kernel/draft';
import type { Fold } from '../../kernel/fold';
import { accountOf } from './account-of';
import type { IdentitySubject } from '../identity-subject';
import type { AgentOnHost, IdentityEvent, IdentitySettings } from './events';
import { evolveAccessRequests } from './evolve-access-requests';
import { evolveJobs } from './evolve-jobs';
import { evolveRotation, nextDue } from './evolve-rotation';
import { evolveSessions, withoutSessions } from './evolve-sessions';
import { evolveValues } from './evolve-values';
import { sharedAccounts, targetsAfter } from './shared-accounts';
import type { AdmittedAgent, IdentityState } from './state';

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
    openReviews: [],
    requests: [],
    jobs: [],
    holdings: {},
    agents: {},
    targets: {},
    typed: {},
    schemes: {},
    origins: {},
    failuresInRow: 0,
    suspended: false,
    replaced: [],
  },
  withoutRights: withoutSessions,
  evolve: {
    'keyledger.identity-created.v1': (
      state,
      { credentialVersion, createdAt, nextRotationAt, typedBy, scheme, ...created },
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
      schemes: scheme === undefined ? {} : { [credentialVersion]: scheme },
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
    'keyledger.identity-destroyed.v1': (state) => ({
      ...state,
      status: 'destroyed',
      replaced: [],
      holdings: {},
      schemes: {},
    }),
    'keyledger.host-agent-admitted.v1': (state, { hostId, agentId, withheldUpTo }) => ({
      ...state,
      agents: withEntry(state.agents, hostId, { agentId, withheldUpTo, sent: [] }),
    }),
    'keyledger.host-account-shared.v1': sharedAccounts,
    ...evolveSessions,
    ...evolveAccessRequests,
    ...evolveValues,
    ...evolveRotation,
    ...evolveJobs,
  },
};
