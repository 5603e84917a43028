import { withItem } from '../../kernel/draft';
import type { Fold } from '../../kernel/fold';
import type { Notice, NotificationEvent } from './events';

/** A notification that was raised, and who has read it. */
export interface RaisedNotification {
  readonly notice: Notice;
  readonly recipients: readonly string[];
  readonly concerned: readonly string[];
  readonly raisedAt: string;
  readonly readBy: readonly string[];
}

export interface NotificationState {
  readonly raised?: RaisedNotification;
}

export const notification: Fold<NotificationState, NotificationEvent> = {
  category: 'notification',
  initial: {},
  evolve: {
    'keyledger.notification-raised.v1': (
      _,
      { notificationId: _id, cause: _cause, recipients, concerned, raisedAt, ...notice },
    ) => ({ raised: { notice, recipients, concerned, raisedAt, readBy: [] } }),
    'keyledger.notification-read.v1': ({ raised }, { userId }) =>
      raised === undefined ? {} : { raised: { ...raised, readBy: withItem(raised.readBy, userId) } },
  },
};
