import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { HostMemberDocument } from '../../projections/host-members/document';
import { AdmitAgent } from '../commands/jobs/admit-agent';
import type { AgentApproved } from '../domain/hosts/events';
import { ModelPages } from './runner/model-pages';
import { reactingTo, type Policy } from './runner/policy';
import { PolicyContexts } from './runner/policy-contexts';

/** Whoever is to work for the identities of a host is told to each of them, so that it gets fresh values and none from before. */
@Injectable()
export class AdmitAgentWhenApproved implements Policy {
  readonly name = 'admit-agent-when-approved';

  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PolicyContexts) private readonly contexts: PolicyContexts,
    @Inject(ModelPages) private readonly pages: ModelPages,
  ) {}

  readonly reaction = reactingTo<AgentApproved>({
    'keyledger.agent-approved.v1': async (event) => {
      const { hostId, agentId, forIdentities } = event.data;
      if (forIdentities !== true) return;
      const where = [{ field: 'hostId', is: hostId }];
      for await (const members of this.pages.of<HostMemberDocument>('host_members', where, event.position)) {
        for (const { identityId } of members) {
          const context = this.contexts.after(this.name, event, identityId);
          await this.commands.execute(new AdmitAgent(context, identityId, agentId));
        }
      }
    },
  });
}
