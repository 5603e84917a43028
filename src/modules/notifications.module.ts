import { Module } from '@nestjs/common';
import { TellUnusualDisclosuresHandler } from '../commands/disclosure-watch/tell-unusual-disclosures';
import { AttemptDeliveryHandler } from '../commands/notifications/attempt-delivery';
import { ChannelSecrets } from '../commands/notifications/channel-secrets';
import { MarkNotificationReadHandler } from '../commands/notifications/mark-notification-read';
import { QueueDeliveriesHandler } from '../commands/notifications/queue-deliveries';
import { RaiseNotificationHandler } from '../commands/notifications/raise-notification';
import { ReplayDeliveryHandler } from '../commands/notifications/replay-delivery';
import { SetNotificationChannelsHandler } from '../commands/notifications/set-notification-channels';
import { AccountChannelsController } from '../http/notifications/account-channels.controller';
import { DeliveriesController } from '../http/notifications/deliveries.controller';
import { NotificationStreams } from '../http/notifications/notification-streams';
import { StreamSlots } from '../http/notifications/stream-slots';
import { NotificationsController } from '../http/notifications/notifications.controller';
import { OrganizationChannelsController } from '../http/notifications/organization-channels.controller';
import { DeliverNotificationsWhenDue } from '../policies/deliver-notifications-when-due';
import { NotifyPeopleWhenNeeded } from '../policies/notify-people-when-needed';
import { QueueDeliveriesWhenNotificationRaised } from '../policies/queue-deliveries-when-notification-raised';
import { TellUnusualDisclosuresWhenMany } from '../policies/tell-unusual-disclosures-when-many';
import { GetNotificationChannelsHandler } from '../queries/notifications/get-notification-channels';
import { ListDeliveriesHandler } from '../queries/notifications/list-deliveries';
import { ListNotificationsHandler } from '../queries/notifications/list-notifications';
import { FindNextNotificationHandler } from '../queries/notifications/next-notification';

/** Who is told of what: inbox, channels, deliveries. */
@Module({
  controllers: [
    NotificationsController,
    OrganizationChannelsController,
    AccountChannelsController,
    DeliveriesController,
  ],
  providers: [
    TellUnusualDisclosuresHandler,
    ChannelSecrets,
    MarkNotificationReadHandler,
    SetNotificationChannelsHandler,
    ReplayDeliveryHandler,
    RaiseNotificationHandler,
    QueueDeliveriesHandler,
    AttemptDeliveryHandler,
    StreamSlots,
    NotificationStreams,
    ListNotificationsHandler,
    FindNextNotificationHandler,
    GetNotificationChannelsHandler,
    ListDeliveriesHandler,
    TellUnusualDisclosuresWhenMany,
    NotifyPeopleWhenNeeded,
    QueueDeliveriesWhenNotificationRaised,
    DeliverNotificationsWhenDue,
  ],
  exports: [
    TellUnusualDisclosuresWhenMany,
    NotifyPeopleWhenNeeded,
    QueueDeliveriesWhenNotificationRaised,
    DeliverNotificationsWhenDue,
  ],
})
export class NotificationsModule {}
