import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { AttemptDelivery } from '../commands/notifications/attempt-delivery';
import type { DueWork, Policy } from './runner/policy';
import { PolicyContexts } from './runner/policy-contexts';

/** What waits to be sent is sent, again and again for a day where nobody takes it. Whoever is slow or away holds up no other policy. */
@Injectable()
export class DeliverNotificationsWhenDue implements Policy {
  readonly name = 'deliver-notifications-when-due';

  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PolicyContexts) private readonly contexts: PolicyContexts,
  ) {}

  readonly dueWork: DueWork = {
    kind: 'delivery',
    everyMs: 1000,
    carryOut: async (deadline) => {
      const { deliveryId = '' } = deadline;
      await this.commands.execute(new AttemptDelivery(this.contexts.now(this.name), deliveryId));
    },
  };
}
