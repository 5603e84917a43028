import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { accountPeople } from '../../access/notified';
import { raise } from '../../domain/notifications/decide';
import type { Notice } from '../../domain/notifications/events';
import { notification } from '../../domain/notifications/state';
import type { Context } from '../../kernel/context';
import { Decisions } from '../deciding/decisions';

/** Tells the admins and owners of this moment, and whom it concerns, that something happened. Once for each cause. */
export class RaiseNotification extends Command<void> {
  constructor(
    readonly context: Context,
    readonly notice: Notice,
    /** Wire name of the fact it follows from. */
    readonly cause: string,
    readonly concerned: readonly string[],
  ) {
    super();
  }
}

@CommandHandler(RaiseNotification)
export class RaiseNotificationHandler implements ICommandHandler<RaiseNotification> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, notice, cause, concerned }: RaiseNotification): Promise<void> {
    const id = context.ids.next();
    await this.deciding.decide(context, { fold: notification, id }, async ({ target, view, now }) => {
      const recipients = await accountPeople(view);
      const others = [...new Set(concerned)].filter((userId) => userId !== '').toSorted();
      return raise(target.state, id, notice, { recipients, concerned: others }, { cause, now });
    });
  }
}
