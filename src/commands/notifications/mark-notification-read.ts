import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ACCOUNT_PLACE, inboxRightsOf, maySeeNotification } from '../../access/notified';
import { notFound } from '../../access/require';
import { isFor, markRead } from '../../domain/notifications/decide';
import { notification } from '../../domain/notifications/state';
import type { Context } from '../../kernel/context';
import type { Position } from '../../kernel/position';
import { Decisions } from '../deciding/decisions';
import { loadCaller } from '../deciding/load-authorized';

/** The caller has read a notification in their inbox. */
export class MarkNotificationRead extends Command<{ readonly position: Position }> {
  constructor(
    readonly context: Context,
    readonly notificationId: string,
  ) {
    super();
  }
}

@CommandHandler(MarkNotificationRead)
export class MarkNotificationReadHandler implements ICommandHandler<MarkNotificationRead> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, notificationId: id }: MarkNotificationRead) {
    const decisionTarget = { fold: notification, id, refusedAs: 'keyledger.notification-read-refused.v1' };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      const { state } = decision.target;
      const rights = await loadCaller(decision, context);
      const organizationId = state.raised?.notice.organizationId;
      const place = organizationId ?? ACCOUNT_PLACE;
      if (state.raised !== undefined) {
        decision.about(organizationId === undefined ? 'account' : { organizationId });
      }
      if (rights === undefined || !isFor(state, rights.userId)) {
        return notFound('notification');
      }
      const concerned = state.raised?.concerned.includes(rights.userId) === true;
      return maySeeNotification(inboxRightsOf(rights), { concerned, place })
        ? markRead(state, id, rights.userId, decision.now)
        : notFound('notification');
    });
    return { position };
  }
}
