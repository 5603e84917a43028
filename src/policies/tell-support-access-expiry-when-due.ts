import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { TellSupportAccessExpiry } from '../commands/support-access/tell-support-access-expiry';
import type { DueWork, Policy } from './runner/policy';
import { PolicyContexts } from './runner/policy-contexts';

/** Support access is over at its end for every decision; within 5 seconds its sessions end. A week and a day before, it is warned of. */
@Injectable()
export class TellSupportAccessExpiryWhenDue implements Policy {
  readonly name = 'tell-support-access-expiry-when-due';

  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PolicyContexts) private readonly contexts: PolicyContexts,
  ) {}

  readonly dueWork: DueWork = {
    kind: 'support-access',
    everyMs: 1000,
    carryOut: async (deadline) => {
      const { organizationId, dueAt = '' } = deadline;
      const context = this.contexts.due(this.name, deadline);
      await this.commands.execute(new TellSupportAccessExpiry(context, organizationId, dueAt));
    },
  };
}
