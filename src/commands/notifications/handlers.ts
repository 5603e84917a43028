import { ChannelSecrets } from './channel-secrets';
import { MarkNotificationReadHandler } from './mark-notification-read';
import { ReplayDeliveryHandler } from './replay-delivery';
import { SetNotificationChannelsHandler } from './set-notification-channels';

export const NOTIFICATION_COMMANDS = [
  ChannelSecrets,
  MarkNotificationReadHandler,
  SetNotificationChannelsHandler,
  ReplayDeliveryHandler,
];
