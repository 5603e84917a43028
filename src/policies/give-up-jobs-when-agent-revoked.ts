import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { JobDocument } from '../../projections/jobs/document';
import { GiveUpJobs } from '../commands/jobs/give-up-jobs';
import type { AgentRevoked } from '../domain/hosts/events';
import { ModelPages } from './runner/model-pages';
import { reactingTo, type Policy } from './runner/policy';
import { PolicyContexts } from './runner/policy-contexts';

/** An agent that is out answers no more: what it was at is unverified, what it only had its successor gets. */
@Injectable()
export class GiveUpJobsWhenAgentRevoked implements Policy {
  readonly name = 'give-up-jobs-when-agent-revoked';
  readonly critical = true;

  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PolicyContexts) private readonly contexts: PolicyContexts,
    @Inject(ModelPages) private readonly pages: ModelPages,
  ) {}

  readonly reaction = reactingTo<AgentRevoked>({
    'keyledger.agent-revoked.v1': async (event) => {
      const { agentId, hostId } = event.data;
      const where = [
        { field: 'openOn', is: hostId },
        { field: 'state', is: 'applying' },
      ];
      // Up to now, not up to then: what was decided just before it may have been written just after it.
      for await (const begun of this.pages.of<JobDocument>('jobs', where)) {
        for (const identityId of new Set(begun.map((job) => job.identityId))) {
          const context = this.contexts.after(this.name, event, identityId);
          await this.commands.execute(new GiveUpJobs(context, identityId, agentId));
        }
      }
    },
  });
}
