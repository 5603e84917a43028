import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ExpireRequests } from '../commands/access-requests/expire-requests';
import type { DueWork, Policy } from './runner/policy';
import { PolicyContexts } from './runner/policy-contexts';

/** A request for access that nobody used within a day is over, whether or not it was approved; then everybody can see it. */
@Injectable()
export class ExpireAccessRequestWhenDue implements Policy {
  readonly name = 'expire-access-request-when-due';

  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PolicyContexts) private readonly contexts: PolicyContexts,
  ) {}

  readonly dueWork: DueWork = {
    kind: 'access-request',
    everyMs: 5000,
    carryOut: async (deadline) => {
      const { identityId = '' } = deadline;
      await this.commands.execute(new ExpireRequests(this.contexts.due(this.name, deadline), identityId));
    },
  };
}
