import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ChannelEndpoint } from '../../access/channel-endpoint';
import { permissionsOf } from '../../access/caller-permissions';
import { ACCOUNT_PLACE, inboxRightsOf, maySeeNotification } from '../../access/notified';
import { ACCOUNT_CHANNELS, notificationChannels } from '../../domain/notification-channels/state';
import { tellAttempt, type AttemptResult } from '../../domain/notification-deliveries/decide';
import { targetOf } from '../../domain/notification-deliveries/delivery-id';
import { notificationTarget, type KeptDelivery } from '../../domain/notification-deliveries/state';
import { notification } from '../../domain/notifications/state';
import { Clock } from '../../kernel/clock';
import type { Context } from '../../kernel/context';
import { entryOf } from '../../kernel/entry-of';
import { Webhooks, Mail, type Sent } from '../../kernel/outside';
import { StreamReader, type View } from '../../kernel/stream-reader';
import { timestamp } from '../../kernel/time';
import { Decisions } from '../deciding/decisions';
import { ChannelSecrets } from './channel-secrets';
import { mailText, webhookBody, type ToldNotification } from './message-of';

/** Sends what waits in a delivery, then tells what came of it. At least once: who dies between the two sends it again. */
export class AttemptDelivery extends Command<void> {
  constructor(
    readonly context: Context,
    readonly deliveryId: string,
  ) {
    super();
  }
}

type Attempted = Omit<AttemptResult, 'sent'>;

const GONE = (code: string): Attempted => ({ delivered: false, code, final: true });

@CommandHandler(AttemptDelivery)
export class AttemptDeliveryHandler implements ICommandHandler<AttemptDelivery> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(StreamReader) private readonly reader: StreamReader,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Webhooks) private readonly webhooks: Webhooks,
    @Inject(Mail) private readonly mail: Mail,
    @Inject(ChannelSecrets) private readonly secrets: ChannelSecrets,
  ) {}

  async execute({ context, deliveryId }: AttemptDelivery): Promise<void> {
    const targetId = targetOf(deliveryId);
    const view = await this.reader.fresh();
    const kept = entryOf((await view.load(notificationTarget, targetId)).state.deliveries, deliveryId);
    const isDue = kept?.status === 'pending' && kept.nextAttemptAt <= timestamp(this.clock.now());
    if (kept === undefined || !isDue) return;
    const sent = kept.waiting.length;
    const result = await this.send(view, kept);
    // What came is told though its time was over meanwhile: it was sent.
    const late = { ...context, deadline: Infinity };
    await this.deciding.decide(late, { fold: notificationTarget, id: targetId }, ({ target, now }) =>
      tellAttempt(target.state, deliveryId, { ...result, sent }, now),
    );
  }

  private async send(view: View, kept: KeptDelivery): Promise<Attempted> {
    // Of what waits for a person each is judged; a channel gets it all, some of it in full.
    const told = await this.told(view, kept.userId === undefined ? kept.waiting.slice(0, 20) : kept.waiting);
    // The same content has the same id, so that who got it and was not heard of takes it once.
    const id = kept.waiting.length === 1 ? kept.deliveryId : `${kept.deliveryId}_${kept.waiting.length}`;
    return kept.userId === undefined
      ? this.toChannel(view, kept, told, id)
      : this.toPerson(view, kept.userId, told, id);
  }

  private async told(view: View, ids: readonly string[]): Promise<readonly ToldNotification[]> {
    const found = await Promise.all(ids.map(async (id) => ({ id, ...(await view.load(notification, id)).state })));
    return found.flatMap(({ id, raised }) => (raised === undefined ? [] : [{ id, raised }]));
  }

  /** What of it the person may see at this moment: as in the inbox, and nothing of an organization in which no role is left. */
  private async toPerson(
    view: View,
    userId: string,
    told: readonly ToldNotification[],
    id: string,
  ): Promise<Attempted> {
    const rights = await permissionsOf(view, userId);
    if (rights === undefined) return GONE('NO_RECIPIENT');
    const inbox = inboxRightsOf(rights);
    const shown = told.filter(({ raised }) => {
      const concerned = raised.concerned.includes(userId);
      return maySeeNotification(inbox, { concerned, place: raised.notice.organizationId ?? ACCOUNT_PLACE });
    });
    return shown.length === 0
      ? GONE('NO_RECIPIENT')
      : this.mail.send({ to: rights.email, id, ...mailText(shown, shown.length) });
  }

  private async toChannel(
    view: View,
    { organizationId, channelId, waiting }: KeptDelivery,
    told: readonly ToldNotification[],
    id: string,
  ): Promise<Attempted> {
    const place = organizationId ?? ACCOUNT_CHANNELS;
    const { channels } = (await view.load(notificationChannels, place)).state;
    const channel = channels.find((each) => each.channelId === channelId);
    if (channel === undefined) return GONE('CHANNEL_REMOVED');
    const count = waiting.length;
    if (channel.kind === 'mail') return this.mail.send({ to: channel.to ?? '', id, ...mailText(told, count) });
    const door = await this.secrets.open(channel);
    return door === undefined ? { delivered: false, code: 'SECRET_MISSING' } : this.post(door, told, id, count);
  }

  private post(door: ChannelEndpoint, told: readonly ToldNotification[], id: string, count: number): Promise<Sent> {
    const at = this.clock.now();
    return this.webhooks.post({ ...door, id, at, body: webhookBody(told, count, timestamp(at)) });
  }
}
