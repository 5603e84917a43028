import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { QueueDeliveries } from '../commands/notifications/queue-deliveries';
import type { NotificationRaised } from '../domain/notifications/events';
import { reactingTo, type Policy, type Reaction } from './runner/policy';
import { PolicyContexts } from './runner/policy-contexts';

/** What was raised is to reach everybody whom it is for: that is written down before anything is sent. */
@Injectable()
export class QueueDeliveriesWhenNotificationRaised implements Policy {
  readonly name = 'queue-deliveries-when-notification-raised';

  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PolicyContexts) private readonly contexts: PolicyContexts,
  ) {}

  readonly reaction: Reaction = reactingTo<NotificationRaised>({
    'keyledger.notification-raised.v1': (fact) => {
      const contextOn = (receiver: string) => this.contexts.after(this.name, fact, receiver);
      return this.commands.execute(new QueueDeliveries(contextOn, fact.data.notificationId));
    },
  });
}
