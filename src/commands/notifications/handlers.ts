import { MarkNotificationReadHandler } from './mark-notification-read';

export const NOTIFICATION_COMMANDS = [MarkNotificationReadHandler];
