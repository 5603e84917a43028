import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { HostMemberDocument } from '../../projections/host-members/document';
import { VerifyHosts } from '../commands/jobs/verify-hosts';
import type { AgentApproved } from '../domain/hosts/events';
import { ModelPages } from './runner/model-pages';
import { reactingTo, type Policy } from './runner/policy';
import { PolicyContexts } from './runner/policy-contexts';

/** A machine that was copied or set back may hold other values than the day before: its agent looks at once. */
@Injectable()
export class VerifyHostsWhenAgentApproved implements Policy {
  readonly name = 'verify-hosts-when-agent-approved';

  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PolicyContexts) private readonly contexts: PolicyContexts,
    @Inject(ModelPages) private readonly pages: ModelPages,
  ) {}

  readonly reaction = reactingTo<AgentApproved>({
    'keyledger.agent-approved.v1': async (event) => {
      const { hostId, approvedBy } = event.data;
      // One that came anew is sent nothing to look for.
      if (approvedBy !== undefined) return;
      const where = [{ field: 'hostId', is: hostId }];
      for await (const members of this.pages.of<HostMemberDocument>('host_members', where, event.position)) {
        for (const { identityId } of members) {
          const context = this.contexts.after(this.name, event, identityId);
          await this.commands.execute(new VerifyHosts(context, identityId, { hostId }));
        }
      }
    },
  });
}
