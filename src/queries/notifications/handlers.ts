import { GetNotificationChannelsHandler } from './get-notification-channels';
import { ListDeliveriesHandler } from './list-deliveries';
import { ListNotificationsHandler } from './list-notifications';
import { FindNextNotificationHandler } from './next-notification';

export const NOTIFICATION_QUERIES = [
  ListNotificationsHandler,
  FindNextNotificationHandler,
  GetNotificationChannelsHandler,
  ListDeliveriesHandler,
];
