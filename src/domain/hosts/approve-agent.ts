import { refuse, type Refusal } from '../../kernel/refusal';
import { findAgent, noSuchAgent, revokeAll } from './agents';
import type { AgentEvent } from './events';
import type { HostState } from './state';

/** Who approves an agent, as far as that decides. */
export interface Approver {
  readonly userId: string;
  /** Did the same person issue the join token that the agent came with? */
  readonly issuedToken: boolean;
  readonly owner: boolean;
  /** Holds `pam_vaults.manage` in the host's organization. */
  readonly managesVaults: boolean;
}

export interface AgentApproval {
  readonly approver: Approver;
  /** Does an identity name the host? */
  readonly isNamed: boolean;
  /** Is there somebody else who could approve it? Asked only where the approver issued the token and is an owner. */
  readonly somebodyElse: boolean;
  readonly reason?: string;
}

const selfApproval = (detail: string): Refusal => refuse('SELF_APPROVAL', detail);

/** An agent that is to be handed values is let in by two persons: who issued its token, and who approves it. */
const refusalOf = ({ approver, isNamed, somebodyElse, reason }: AgentApproval): Refusal | undefined => {
  if (isNamed && !approver.managesVaults) {
    const permission = 'pam_vaults.manage';
    return refuse('PERMISSION_DENIED', `Identities are on this host, so this needs the permission ${permission} too.`, {
      permission,
    });
  }
  if (!approver.issuedToken) return undefined;
  if (!approver.owner || somebodyElse) {
    return selfApproval('You issued the join token this agent came with. Somebody else has to approve it.');
  }
  return reason === undefined
    ? selfApproval('You issued its join token, and nobody else could approve it. As an owner, give a reason to do it.')
    : undefined;
};

/**
 * One host, one agent: every other one is out from the same moment. One that is let in again after it was locked is no new
 * one; its numbers count anew, and it knows what it knew.
 */
export const approveAgent = (
  state: HostState,
  hostId: string,
  agentId: string,
  approval: AgentApproval,
): readonly AgentEvent[] | Refusal => {
  const agent = findAgent(state, agentId);
  if (agent === undefined) return noSuchAgent();
  if (agent.status === 'revoked') return refuse('CONFLICT', 'The agent is revoked. It has to enrol again.');
  if (agent.status === 'active') return [];
  const { organizationId } = state;
  const subject = { hostId, organizationId, agentId };
  const others = revokeAll(state, hostId, 'replaced', agentId);
  if (agent.status === 'locked') return [...others, { type: 'keyledger.agent-approved.v1', data: subject }];
  const { approver, reason } = approval;
  const data = {
    ...subject,
    approvedBy: approver.userId,
    forIdentities: approver.managesVaults,
    severity: 'critical',
    ...(approver.issuedToken ? { ownToken: true } : {}),
    ...(reason === undefined ? {} : { reason }),
  } as const;
  return refusalOf(approval) ?? [...others, { type: 'keyledger.agent-approved.v1', data }];
};
