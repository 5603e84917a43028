import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ExpireJob } from '../commands/jobs/expire-job';
import type { DueWork, Policy } from './runner/policy';
import { PolicyContexts } from './runner/policy-contexts';

/** A job nobody did in time is over for every decision; soon everybody can see it, and its rotation ends. */
@Injectable()
export class ExpireJobWhenDue implements Policy {
  readonly name = 'expire-job-when-due';

  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PolicyContexts) private readonly contexts: PolicyContexts,
  ) {}

  readonly dueWork: DueWork = {
    kind: 'job',
    everyMs: 5000,
    carryOut: async (deadline) => {
      const { jobId = '' } = deadline;
      await this.commands.execute(new ExpireJob(this.contexts.due(this.name, deadline), jobId));
    },
  };
}
