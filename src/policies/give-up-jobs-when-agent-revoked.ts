import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { JobDocument } from '../../projections/jobs/document';
import { GiveUpJobs } from '../commands/jobs/give-up-jobs';
import type { AgentRevoked } from '../domain/hosts/events';
import { PORTS } from '../kernel/ports';
import type { ReadModels } from '../kernel/read-models';
import type { ReadSide } from '../kernel/read-side';
import type { RecordedEvent } from '../kernel/recorded-event';
import { StoreUnavailable } from '../kernel/store-errors';
import type { Policy, Reaction } from './runner/policy';
import { PolicyContexts } from './runner/policy-contexts';

const MODEL_PATIENCE_MS = 2000;
/** An agent does one thing at a time; a clone of it, or a broken one, may have left a few. */
const MOST = 200;

/** An agent that is out answers no more: what it was at is unverified, what it only had its successor gets. */
@Injectable()
export class GiveUpJobsWhenAgentRevoked implements Policy {
  readonly name = 'give-up-jobs-when-agent-revoked';

  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PolicyContexts) private readonly contexts: PolicyContexts,
    @Inject(PORTS.readModels) private readonly models: ReadModels,
    @Inject(PORTS.readSide) private readonly readSide: ReadSide,
  ) {}

  readonly reaction: Reaction = {
    types: ['keyledger.agent-revoked.v1'],
    react: async (event: RecordedEvent) => {
      const { agentId, hostId } = event.data as AgentRevoked['data'];
      // Up to now, not up to then: what was decided just before it may have been written just after it.
      if (!(await this.readSide.waitFor(['jobs'], await this.readSide.head(), MODEL_PATIENCE_MS))) {
        throw new StoreUnavailable('the model of jobs is behind');
      }
      const where = [
        { field: 'openOn', is: hostId },
        { field: 'state', is: 'applying' },
      ];
      const begun = await this.models.readModel<JobDocument>('jobs').find({ where, limit: MOST });
      for (const identityId of new Set(begun.map((job) => job.identityId))) {
        const context = this.contexts.after(this.name, event, identityId);
        await this.commands.execute(new GiveUpJobs(context, identityId, agentId));
      }
    },
  };
}
