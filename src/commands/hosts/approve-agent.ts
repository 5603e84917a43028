import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { holds } from '../../access/permissions';
import { refuseMachine } from '../../access/require';
import type { CallerPermissions } from '../../access/caller-permissions';
import { findAgent } from '../../domain/hosts/agents';
import { approveAgent, type AgentApproval } from '../../domain/hosts/approve-agent';
import { hostMembersStream, type HostState } from '../../domain/hosts/state';
import { user } from '../../domain/users/state';
import type { Context } from '../../kernel/context';
import { foldEmail } from '../../kernel/fold-email';
import type { View } from '../../kernel/stream-reader';
import type { CommandResult } from '../../kernel/command-result';
import type { DecisionContext } from '../deciding/decision-context';
import { loadCaller } from '../deciding/load-authorized';
import { ChangeAgents } from './change-agents';
import { mayApproveThere, OtherApprovers } from './other-approvers';

/**
 * Lets an agent work that waits or is locked, in place of every other one of its host. Needs `hosts.manage_users`; one that
 * waits is approved by somebody other than who issued its join token, who holds `pam_vaults.manage` too where identities are
 * on the host. `reason`: an owner's, who approves what came with the owner's own token, where nobody else could.
 */
export class ApproveAgent extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly hostId: string,
    readonly agentId: string,
    readonly reason?: string,
  ) {
    super();
  }
}

/** Two accounts with one e-mail are one person, and so are a machine and whoever ever held a token of it. */
const isSamePerson = async (
  view: View,
  { userId, email }: CallerPermissions,
  other: string | undefined,
): Promise<boolean> => {
  if (other === undefined || other === userId) return true;
  const { state } = await view.load(user, other);
  return state.kind === 'machine' ? state.tokenMakers.includes(userId) : foldEmail(state.email) === foldEmail(email);
};

@CommandHandler(ApproveAgent)
export class ApproveAgentHandler implements ICommandHandler<ApproveAgent> {
  constructor(
    @Inject(ChangeAgents) private readonly agents: ChangeAgents,
    @Inject(OtherApprovers) private readonly others: OtherApprovers,
  ) {}

  execute({ context, hostId, agentId, reason }: ApproveAgent): Promise<CommandResult> {
    const change = { hostId, agentId, refusedAs: 'keyledger.agent-approve-refused.v1' };
    const given = reason === undefined ? {} : { reason };
    return this.agents.change(
      context,
      change,
      async (state, decision) =>
        refuseMachine(await loadCaller(decision, context), 'approve agents') ??
        approveAgent(state, hostId, agentId, {
          ...(await this.judge(context, decision, state, hostId, agentId)),
          ...given,
        }),
    );
  }

  private async judge(
    context: Context,
    decision: DecisionContext<HostState>,
    { organizationId, agents, status }: HostState,
    hostId: string,
    agentId: string,
  ): Promise<AgentApproval> {
    const { view } = decision;
    const [rights, { state: members }] = await Promise.all([
      loadCaller(decision, context),
      view.load(hostMembersStream, hostId),
    ]);
    const agent = findAgent({ agents, status }, agentId);
    const isNamed = members.members.size > 0;
    const issuedToken = rights !== undefined && (await isSamePerson(view, rights, agent?.tokenIssuedBy));
    const owner = rights?.owner === true && !rights.support;
    const asks = issuedToken && owner && agent?.status === 'pending_approval';
    const may = mayApproveThere(organizationId, isNamed);
    const somebodyElse =
      asks &&
      (await this.others.areThere(view, (other) => foldEmail(other.email) !== foldEmail(rights.email) && may(other)));
    const managesVaults = rights !== undefined && holds(rights, 'pam_vaults.manage', organizationId);
    const userId = rights?.userId ?? '';
    return { approver: { userId, issuedToken, owner, managesVaults }, isNamed, somebodyElse };
  }
}
