import type { Notice, NotificationEvent } from './events';
import type { NotificationState } from './state';

/**
 * As many as one fact holds of either: where more could act, those named are more than enough, and all others see it in the
 * lists.
 */
const MOST_READERS = 700;

/** Whom a notification is for. */
export interface Audience {
  readonly recipients: readonly string[];
  readonly concerned: readonly string[];
}

/** Once: the same cause raises the same notification. */
export const raise = (
  state: NotificationState,
  notificationId: string,
  notice: Notice,
  { recipients, concerned }: Audience,
  at: { readonly cause: string; readonly now: string },
): readonly NotificationEvent[] =>
  state.raised === undefined
    ? [
        {
          type: 'keyledger.notification-raised.v1',
          data: {
            notificationId,
            ...notice,
            cause: at.cause,
            recipients: recipients.slice(0, MOST_READERS),
            concerned: concerned.slice(0, MOST_READERS),
            raisedAt: at.now,
          },
        },
      ]
    : [];

export const isFor = ({ raised }: NotificationState, userId: string): boolean =>
  raised !== undefined && (raised.recipients.includes(userId) || raised.concerned.includes(userId));

export const markRead = (
  state: NotificationState,
  notificationId: string,
  userId: string,
  now: string,
): readonly NotificationEvent[] =>
  state.raised?.readBy.includes(userId) === false
    ? [{ type: 'keyledger.notification-read.v1', data: { notificationId, userId, readAt: now } }]
    : [];
