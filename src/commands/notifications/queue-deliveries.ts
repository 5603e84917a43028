import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Channel } from '../../domain/notification-channels/events';
import { ACCOUNT_CHANNELS, notificationChannels } from '../../domain/notification-channels/state';
import { queueDelivery } from '../../domain/notification-deliveries/decide';
import { deliveryIdOf, mailTargetOf } from '../../domain/notification-deliveries/delivery-id';
import { notificationTarget } from '../../domain/notification-deliveries/state';
import { notification } from '../../domain/notifications/state';
import { user } from '../../domain/users/state';
import type { Context } from '../../kernel/context';
import { Mail } from '../../kernel/outside';
import { StreamReader, type View } from '../../kernel/stream-reader';
import { Decisions } from '../deciding/decisions';

/** Sends a notification on its way: to the mail of its people, and to the channels that want its kind. */
export class QueueDeliveries extends Command<void> {
  constructor(
    /** For each receiver a context of its own, so that doing it twice is doing it once. */
    readonly contextOn: (receiver: string) => Context,
    readonly notificationId: string,
  ) {
    super();
  }
}

interface Receiver {
  readonly targetId: string;
  readonly via: 'webhook' | 'mail';
  readonly channelId?: string;
  readonly userId?: string;
  readonly organizationId?: string;
}

const byChannel = ({ channelId, kind: via }: Channel, organizationId?: string): Receiver => ({
  targetId: channelId,
  via,
  channelId,
  ...(organizationId === undefined ? {} : { organizationId }),
});

@CommandHandler(QueueDeliveries)
export class QueueDeliveriesHandler implements ICommandHandler<QueueDeliveries> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(StreamReader) private readonly reader: StreamReader,
    @Inject(Mail) private readonly mail: Mail,
  ) {}

  async execute({ contextOn, notificationId }: QueueDeliveries): Promise<void> {
    const view = await this.reader.fresh();
    const { raised } = (await view.load(notification, notificationId)).state;
    if (raised === undefined) return;
    const { kind, organizationId } = raised.notice;
    const wants = ({ kinds }: Channel): boolean => kinds === undefined || kinds.includes(kind);
    const receivers = [
      ...(await this.people(view, [...new Set([...raised.recipients, ...raised.concerned])])),
      ...(await this.channels(view)).filter(wants).map((channel) => byChannel(channel)),
      ...(organizationId === undefined ? [] : await this.channels(view, organizationId))
        .filter(wants)
        .map((channel) => byChannel(channel, organizationId)),
    ];
    for (const receiver of receivers) {
      const context = contextOn(receiver.targetId);
      const deliveryId = deliveryIdOf(receiver.targetId, context.ids.next());
      const decisionTarget = { fold: notificationTarget, id: receiver.targetId };
      await this.deciding.decide(context, decisionTarget, ({ target, now }) =>
        queueDelivery(target.state, { ...receiver, deliveryId, kind, notificationId, queuedAt: now }),
      );
    }
  }

  /** Those who have an address: machines have none. */
  private async people(view: View, userIds: readonly string[]): Promise<readonly Receiver[]> {
    if (!this.mail.isOn) return [];
    const found = await Promise.all(userIds.map(async (id) => ({ id, state: (await view.load(user, id)).state })));
    return found
      .filter(({ state }) => state.status === 'active' && state.kind !== 'machine' && state.email !== '')
      .map(({ id }) => ({ targetId: mailTargetOf(id), via: 'mail', userId: id }));
  }

  private async channels(view: View, organizationId?: string): Promise<readonly Channel[]> {
    const { channels } = (await view.load(notificationChannels, organizationId ?? ACCOUNT_CHANNELS)).state;
    return this.mail.isOn ? channels : channels.filter(({ kind }) => kind !== 'mail');
  }
}
