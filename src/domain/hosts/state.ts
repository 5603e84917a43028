import { withItem, withItemChanged } from '../../kernel/draft';
import type { Fold } from '../../kernel/fold';
import { IdSet } from '../../kernel/id-set';
import { membersCodec } from '../../kernel/members-codec';
import { plusMinutes } from '../../kernel/time';
import type { AgentEnrolled, AgentFacts, AgentKeys, HostAccountEvent, HostEvent, HostMembersEvent } from './events';

/** How long a join token is good for. */
export const JOIN_TOKEN_MINUTES = 60;

/** A token as its host remembers it. */
export interface KnownToken {
  readonly tokenId: string;
  /** SHA-256 of its secret, hex. */
  readonly tokenHash: string;
  readonly expiresAt: string;
  /** Id of the user who issued it. */
  readonly issuedBy: string;
  /** The agent that came with it. */
  readonly usedBy?: string;
}

export type AgentStatus = 'active' | 'pending_approval' | 'locked' | 'revoked';

export interface KnownAgent extends AgentKeys, AgentFacts {
  readonly agentId: string;
  readonly status: AgentStatus;
  readonly enrolledAt: string;
  /** Id of the user who issued the join token it came with. */
  readonly tokenIssuedBy?: string;
  /**
   * How it was let in, where that was judged by what an identity said of it or a person who may manage vaults; absent: it
   * was let in before that was asked, and works for every identity on its host.
   */
  readonly admission?: 'named' | 'approved';
}

export interface HostState {
  readonly status: 'none' | 'active' | 'deleted';
  readonly organizationId: string;
  readonly name: string;
  readonly createdAt: string;
  /** Those that had not run out when the last one was issued. */
  readonly tokens: readonly KnownToken[];
  /** Every one there ever was, in the order they came. At most one is active. */
  readonly agents: readonly KnownAgent[];
}

const withAgent = (state: HostState, agentId: string, change: Partial<KnownAgent>): HostState => ({
  ...state,
  agents: withItemChanged(
    state.agents,
    (agent) => agent.agentId === agentId,
    (agent) => ({ ...agent, ...change }),
  ),
});

/** A token issued now outlives every one that ran out before now, so nobody needs to forget those by the clock. */
const stillGood = (tokens: readonly KnownToken[], issued: KnownToken): readonly KnownToken[] =>
  tokens.filter(({ expiresAt }) => expiresAt > plusMinutes(issued.expiresAt, -JOIN_TOKEN_MINUTES));

/** Of one that came before it was written down who issued its token, the token tells. */
const enrolled = (
  state: HostState,
  { hostId: _, organizationId: __, tokenId, ...agent }: AgentEnrolled['data'],
): HostState => {
  const tokenIssuedBy = agent.tokenIssuedBy ?? state.tokens.find((token) => token.tokenId === tokenId)?.issuedBy;
  const known: KnownAgent = {
    ...agent,
    ...(tokenIssuedBy === undefined ? {} : { tokenIssuedBy }),
    ...(agent.tokenIssuedBy === undefined ? {} : { admission: 'named' }),
  };
  return {
    ...state,
    tokens: state.tokens.map((token) => (token.tokenId === tokenId ? { ...token, usedBy: agent.agentId } : token)),
    agents: withItem(state.agents, known),
  };
};

export const host: Fold<HostState, HostEvent> = {
  category: 'host',
  initial: { status: 'none', organizationId: '', name: '', createdAt: '', tokens: [], agents: [] },
  // That it was revoked or locked may be among what is lost: a person lets an agent work again.
  withoutRights: (state) => ({
    ...state,
    tokens: [],
    agents: state.agents.map((agent) => (agent.status === 'active' ? { ...agent, status: 'pending_approval' } : agent)),
  }),
  evolve: {
    'keyledger.host-created.v1': (state, { organizationId, name, createdAt }) => ({
      ...state,
      status: 'active',
      organizationId,
      name,
      createdAt,
    }),
    'keyledger.host-renamed.v1': (state, { name }) => ({ ...state, name }),
    'keyledger.host-deleted.v1': (state) => ({ ...state, status: 'deleted', tokens: [] }),
    'keyledger.host-join-token-issued.v1': (state, { tokenId, tokenHash, expiresAt, issuedBy }) => {
      const issued = { tokenId, tokenHash, expiresAt, issuedBy };
      return { ...state, tokens: [...stillGood(state.tokens, issued), issued] };
    },
    'keyledger.agent-enrolled.v1': enrolled,
    'keyledger.agent-approved.v1': (state, { agentId, approvedBy, forIdentities = false }) => {
      const admission = forIdentities ? 'approved' : 'named';
      return withAgent(state, agentId, { status: 'active', ...(approvedBy === undefined ? {} : { admission }) });
    },
    'keyledger.agent-revoked.v1': (state, { agentId }) => withAgent(state, agentId, { status: 'revoked' }),
    'keyledger.agent-locked.v1': (state, { agentId }) => withAgent(state, agentId, { status: 'locked' }),
    'keyledger.agent-keys-replaced.v1': (state, { agentId, signingKey, sealingKey }) =>
      withAgent(state, agentId, { signingKey, sealingKey }),
    'keyledger.agent-facts-reported.v1': (state, { agentId, hostname, platform, agentVersion, connectors }) =>
      withAgent(state, agentId, { hostname, platform, agentVersion, connectors }),
  },
};

export interface HostMembersState {
  readonly closed: boolean;
  /** Ids of the identities that name the host. */
  readonly members: IdSet;
}

export const hostMembersStream: Fold<HostMembersState, HostMembersEvent> = {
  category: 'hostMembers',
  codec: membersCodec<HostMembersState>(),
  initial: { closed: false, members: IdSet.empty },
  withoutRights: (state) => state,
  evolve: {
    'keyledger.host-member-reserved.v1': (state, { identityId }) => ({
      ...state,
      members: state.members.with(identityId),
    }),
    'keyledger.host-member-released.v1': (state, { identityId }) => ({
      ...state,
      members: state.members.without(identityId),
    }),
    'keyledger.host-members-closed.v1': (state) => ({ ...state, closed: true }),
  },
};

export interface HostAccountState {
  /** The identity that holds the account. */
  readonly identityId?: string;
}

export const hostAccount: Fold<HostAccountState, HostAccountEvent> = {
  category: 'hostAccount',
  initial: {},
  withoutRights: (state) => state,
  evolve: {
    'keyledger.host-account-reserved.v1': (_, { identityId }) => ({ identityId }),
    'keyledger.host-account-released.v1': () => ({}),
  },
};
