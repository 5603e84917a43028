import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { VerifyHosts } from '../commands/jobs/verify-hosts';
import type { DueWork, Policy } from './runner/policy';
import { PolicyContexts } from './runner/policy-contexts';

/** Passwords are changed past the vault, machines are put back to how they were: a day later at most that is known. */
@Injectable()
export class VerifyHostsDaily implements Policy {
  readonly name = 'verify-hosts-daily';

  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PolicyContexts) private readonly contexts: PolicyContexts,
  ) {}

  /** A host that is away stays due: it is asked soon after it is back. */
  readonly dueWork: DueWork = {
    kind: 'verification',
    everyMs: 10 * 60_000,
    carryOut: async (deadline) => {
      const { identityId = '', dueAt } = deadline;
      // Each round is a cause of its own: whether a host is there is no fact that would tell two rounds apart.
      await this.commands.execute(
        new VerifyHosts(this.contexts.now(this.name), identityId, dueAt === undefined ? {} : { dueAt }),
      );
    },
  };
}
