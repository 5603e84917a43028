import { refuse, type Refusal } from '../../kernel/refusal';
import type { AgentEvent, AgentFacts, AgentKeys, AgentRevoked } from './events';
import type { HostState, KnownAgent } from './state';

const notKnown = (detail: string): Refusal => refuse('UNAUTHENTICATED', detail);
export const noSuchAgent = (): Refusal => refuse('NOT_FOUND', 'There is no such agent.');

/** An agent of a host that is there. */
export const findAgent = (
  { status, agents }: Pick<HostState, 'status' | 'agents'>,
  agentId: string,
): KnownAgent | undefined => (status === 'active' ? agents.find((agent) => agent.agentId === agentId) : undefined);

const revoked = (
  state: HostState,
  hostId: string,
  agentId: string,
  reason: AgentRevoked['data']['reason'],
): AgentEvent => ({
  type: 'keyledger.agent-revoked.v1',
  data: { hostId, organizationId: state.organizationId, agentId, reason },
});

/** The agents of a host that are not out yet, put out. */
export const revokeAll = (
  state: HostState,
  hostId: string,
  reason: AgentRevoked['data']['reason'],
  except?: string,
): readonly AgentEvent[] =>
  state.agents
    .filter(({ agentId, status }) => status !== 'revoked' && agentId !== except)
    .map(({ agentId }) => revoked(state, hostId, agentId, reason));

export const revokeAgent = (state: HostState, hostId: string, agentId: string): readonly AgentEvent[] | Refusal => {
  const agent = findAgent(state, agentId);
  if (agent === undefined) return noSuchAgent();
  return agent.status === 'revoked' ? [] : [revoked(state, hostId, agentId, 'by_person')];
};

/** What only an agent at work can bring about. */
const ofActive = (
  state: HostState,
  agentId: string,
  then: (agent: KnownAgent) => readonly AgentEvent[],
): readonly AgentEvent[] | Refusal => {
  const agent = findAgent(state, agentId);
  return agent?.status === 'active' ? then(agent) : notKnown('The agent is not active here.');
};

export const lockAgent = (
  state: HostState,
  hostId: string,
  agentId: string,
  sequence: number,
): readonly AgentEvent[] | Refusal =>
  findAgent(state, agentId)?.status === 'locked'
    ? []
    : ofActive(state, agentId, () => [
        {
          type: 'keyledger.agent-locked.v1',
          data: { hostId, organizationId: state.organizationId, agentId, sequence },
        },
      ]);

export const replaceAgentKeys = (
  state: HostState,
  hostId: string,
  agentId: string,
  { signingKey, sealingKey }: AgentKeys,
): readonly AgentEvent[] | Refusal =>
  ofActive(state, agentId, (agent) => {
    if (agent.signingKey === signingKey && agent.sealingKey === sealingKey) return [];
    const data = { hostId, organizationId: state.organizationId, agentId, signingKey, sealingKey };
    return [{ type: 'keyledger.agent-keys-replaced.v1', data }];
  });

const same = (a: AgentFacts, b: AgentFacts): boolean =>
  a.hostname === b.hostname &&
  a.platform === b.platform &&
  a.agentVersion === b.agentVersion &&
  a.connectors.join() === b.connectors.join();

/** Nothing is recorded when nothing is new. */
export const reportAgentFacts = (
  state: HostState,
  hostId: string,
  agentId: string,
  { hostname, platform, agentVersion, connectors }: AgentFacts,
): readonly AgentEvent[] | Refusal =>
  ofActive(state, agentId, (agent) => {
    const facts = { hostname, platform, agentVersion, connectors };
    const data = { hostId, organizationId: state.organizationId, agentId, ...facts };
    return same(agent, facts) ? [] : [{ type: 'keyledger.agent-facts-reported.v1', data }];
  });
