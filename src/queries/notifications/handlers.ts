import { ListNotificationsHandler } from './list-notifications';
import { FindNextNotificationHandler } from './next-notification';

export const NOTIFICATION_QUERIES = [ListNotificationsHandler, FindNextNotificationHandler];
