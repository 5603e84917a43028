import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound, requireEverywhere, requirePermission } from '../../access/require';
import { replayDelivery } from '../../domain/notification-deliveries/decide';
import { targetOf } from '../../domain/notification-deliveries/delivery-id';
import { notificationTarget } from '../../domain/notification-deliveries/state';
import type { Context } from '../../kernel/context';
import { entryOf } from '../../kernel/entry-of';
import type { Position } from '../../kernel/position';
import { Decisions } from '../deciding/decisions';
import { loadCaller } from '../deciding/load-authorized';

/** Has a delivery sent once more, be it done, given up or waiting. Needs `accounts.manage` where its channel is. */
export class ReplayDelivery extends Command<{ readonly position: Position }> {
  constructor(
    readonly context: Context,
    readonly deliveryId: string,
  ) {
    super();
  }
}

@CommandHandler(ReplayDelivery)
export class ReplayDeliveryHandler implements ICommandHandler<ReplayDelivery> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, deliveryId }: ReplayDelivery) {
    const id = targetOf(deliveryId);
    const refusedAs = 'keyledger.notification-delivery-replay-refused.v1';
    const decisionTarget = { fold: notificationTarget, id, refusedAs, asked: { deliveryId } };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      const kept = entryOf(decision.target.state.deliveries, deliveryId);
      if (kept === undefined) {
        return notFound('delivery');
      }
      const { organizationId } = kept;
      decision.about(organizationId === undefined ? 'account' : { organizationId });
      const rights = await loadCaller(decision, context);
      const denied =
        organizationId === undefined
          ? requireEverywhere(rights, 'accounts.manage')
          : requirePermission(rights, 'accounts.manage', organizationId, 'delivery');
      return denied ?? replayDelivery(decision.target.state, deliveryId, context.actor.userId ?? '', decision.now);
    });
    return { position };
  }
}
