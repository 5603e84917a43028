import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ExpireSessions } from '../commands/sessions/expire-sessions';
import type { DueWork, Policy } from './runner/policy';
import { PolicyContexts } from './runner/policy-contexts';

/** A session is over at its end for every decision; within 5 seconds everybody can see it. */
@Injectable()
export class ExpireSessionWhenDue implements Policy {
  readonly name = 'expire-session-when-due';

  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PolicyContexts) private readonly contexts: PolicyContexts,
  ) {}

  readonly dueWork: DueWork = {
    kind: 'session',
    everyMs: 1000,
    carryOut: async (deadline) => {
      const { identityId = '' } = deadline;
      await this.commands.execute(new ExpireSessions(this.contexts.due(this.name, deadline), identityId));
    },
  };
}
