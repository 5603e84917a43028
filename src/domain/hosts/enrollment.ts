import { refuse, type Refusal } from '../../kernel/refusal';
import { plusMinutes } from '../../kernel/time';
import type { AgentEvent, AgentFacts, AgentKeys, HostEvent } from './events';
import { JOIN_TOKEN_MINUTES, type HostState } from './state';

const notKnown = (detail: string): Refusal => refuse('UNAUTHENTICATED', detail);

/** Nothing when a repeated request brings a token that was issued before. */
export const issueJoinToken = (
  state: HostState,
  issued: { hostId: string; tokenId: string; tokenHash: string; issuedBy: string; now: string },
): readonly HostEvent[] | Refusal => {
  if (state.status !== 'active') return refuse('NOT_FOUND', 'There is no such host.');
  const { now, ...token } = issued;
  if (state.tokens.some(({ tokenId }) => tokenId === token.tokenId)) return [];
  const { organizationId } = state;
  const expiresAt = plusMinutes(now, JOIN_TOKEN_MINUTES);
  return [{ type: 'keyledger.host-join-token-issued.v1', data: { ...token, organizationId, expiresAt } }];
};

export interface Enrollment extends AgentKeys, AgentFacts {
  readonly hostId: string;
  /** Of the agent, if it is let in. */
  readonly agentId: string;
  readonly tokenHash: string;
  /** Does an identity name the host? */
  readonly isNamed?: boolean;
  readonly now: string;
}

/**
 * A token lets one agent in. The one that came with it may say so again, with the same keys: the first answer may have been
 * lost. On a host that had an agent before, or that an identity names, a person approves it: it is to be handed values, and
 * whoever issued the token may have kept it.
 */
export const enrollAgent = (
  state: HostState,
  { tokenHash, isNamed = false, now, ...agent }: Enrollment,
): readonly AgentEvent[] | Refusal => {
  const token = state.tokens.find((known) => known.tokenHash === tokenHash);
  if (state.status !== 'active' || token === undefined) return notKnown('The join token is not known here.');
  if (token.usedBy !== undefined) {
    const first = state.agents.find(({ agentId }) => agentId === token.usedBy);
    const itself = first?.signingKey === agent.signingKey && first.sealingKey === agent.sealingKey;
    return itself && first.status !== 'revoked' ? [] : notKnown('The join token was used before. Ask for a new one.');
  }
  if (token.expiresAt <= now) return notKnown('The join token has run out. Ask for a new one.');
  const status = state.agents.length === 0 && !isNamed ? 'active' : 'pending_approval';
  const { organizationId } = state;
  const { tokenId, issuedBy: tokenIssuedBy } = token;
  const data = { ...agent, organizationId, tokenId, status, enrolledAt: now, tokenIssuedBy } as const;
  return [{ type: 'keyledger.agent-enrolled.v1', data }];
};
