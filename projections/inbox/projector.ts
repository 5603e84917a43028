import type { NotificationRaised, NotificationRead } from '../../src/domain/notifications/events';
import { following, type Projector, type Recorded } from '../../src/kernel/projector';
import { INBOX, type InboxDocument } from './document';

type Fact = NotificationRaised | NotificationRead;

const idOf = (userId: string, notificationId: string): string => `${userId}:${notificationId}`;

const readersOf = ({ recipients, concerned }: NotificationRaised['data']): readonly string[] => [
  ...new Set([...recipients, ...concerned]),
];

const raised = ({ data, position: at }: Recorded<NotificationRaised>, id: string): InboxDocument => {
  const { notificationId, userId: about, recipients: _, concerned, raisedAt: time, cause: _cause, ...notice } = data;
  const userId = id.slice(0, id.length - notificationId.length - 1);
  return {
    id,
    notificationId,
    userId,
    at,
    place: data.organizationId ?? 'account',
    concerned: concerned.includes(userId),
    unread: true,
    time,
    ...notice,
    ...(about === undefined ? {} : { about }),
  };
};

const read = (document: InboxDocument | undefined, readAt: string): InboxDocument | undefined =>
  document && { ...document, unread: false, readAt };

export const inbox: Projector<InboxDocument> = {
  schema: INBOX,
  ...following<InboxDocument, Fact>(
    ({ type, data }) =>
      type === 'keyledger.notification-raised.v1'
        ? readersOf(data).map((userId) => idOf(userId, data.notificationId))
        : [idOf(data.userId, data.notificationId)],
    {
      'keyledger.notification-raised.v1': (_, fact, id) => raised(fact, id),
      'keyledger.notification-read.v1': (document, { data }) => read(document, data.readAt),
    },
  ),
};
