import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { agentIdOf } from '../../domain/hosts/agent-id';
import { enrollAgent } from '../../domain/hosts/enrollment';
import type { AgentFacts, AgentKeys } from '../../domain/hosts/events';
import { host, hostMembersStream, type HostState, type KnownAgent } from '../../domain/hosts/state';
import type { Context } from '../../kernel/context';
import { JoinTokens } from '../../kernel/join-tokens';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import { Decisions } from '../deciding/decisions';

export interface EnrolledAgent {
  readonly agentId: string;
  readonly hostId: string;
  readonly hostName: string;
  readonly status: 'active' | 'pending_approval';
}

/** An agent comes with a join token and keys that it has proved to hold. The token decides, nobody is signed in. */
export class EnrollAgent extends Command<EnrolledAgent> {
  constructor(
    readonly context: Context,
    readonly token: string,
    readonly keys: AgentKeys,
    readonly facts: AgentFacts,
  ) {
    super();
  }
}

const agentWith = ({ tokens, agents }: HostState, tokenHash: string): KnownAgent | undefined => {
  const agentId = tokens.find((token) => token.tokenHash === tokenHash)?.usedBy;
  return agents.find((agent) => agent.agentId === agentId);
};

@CommandHandler(EnrollAgent)
export class EnrollAgentHandler implements ICommandHandler<EnrollAgent> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(JoinTokens) private readonly joinTokens: JoinTokens,
  ) {}

  async execute({ context: asked, token, keys, facts }: EnrollAgent): Promise<EnrolledAgent> {
    const read = this.joinTokens.read(token);
    if (read === undefined) throw new RefusedError(refuse('UNAUTHENTICATED', 'That is no join token.'));
    const { hostId, tokenHash } = read;
    const agentId = agentIdOf(hostId, asked.ids.next());
    const context: Context = { ...asked, actor: { kind: 'agent', name: agentId } };
    const decisionTarget = { fold: host, id: hostId, refusedAs: 'keyledger.agent-enroll-refused.v1' };
    const { state } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      const { target, now } = decision;
      const { organizationId, tokens } = target.state;
      // Only who once had a token of this host leaves a trace of it: strangers could fill the log.
      if (tokens.some((known) => known.tokenHash === tokenHash)) decision.about({ organizationId, hostId });
      const { state: named } = await decision.view.load(hostMembersStream, hostId);
      const isNamed = named.members.size > 0;
      return enrollAgent(target.state, { hostId, agentId, ...keys, ...facts, tokenHash, isNamed, now });
    });
    const agent = agentWith(state, tokenHash);
    // One that came again may be locked by now: that waits for a person too.
    const status = agent?.status === 'active' ? 'active' : 'pending_approval';
    return { agentId: agent?.agentId ?? agentId, hostId, hostName: state.name, status };
  }
}
