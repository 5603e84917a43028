import type { InboxDocument } from '../../../projections/inbox/document';
import { inboxRightsOf } from '../../access/notified';
import { EVERYWHERE } from '../../access/permissions';
import { supportAccessOff } from '../../access/support';
import type { CallerPermissions } from '../../access/caller-permissions';
import type { Condition } from '../../kernel/read-model';
import { RefusedError } from '../../kernel/refused-error';

/** A notification as its reader sees it. */
export type NotificationView = Omit<
  InboxDocument,
  'notificationId' | 'userId' | 'at' | 'place' | 'concerned' | 'unread' | 'about'
> & { readonly userId?: string };

export const notificationView = ({
  notificationId: id,
  userId: _,
  at: _at,
  place: _place,
  concerned: _concerned,
  unread: _unread,
  about,
  ...rest
}: InboxDocument): NotificationView => ({ ...rest, id, ...(about === undefined ? {} : { userId: about }) });

/** The conditions that keep an inbox to what its owner may see at this moment. Errors: {@link RefusedError}. */
export const inboxOf = (rights: CallerPermissions): readonly Condition[] => {
  const { concernedOnly, places } = inboxRightsOf(rights);
  if (rights.support && places.length === 0) {
    throw new RefusedError(supportAccessOff('everywhere'));
  }
  return [
    { field: 'userId', is: rights.userId },
    ...(concernedOnly ? [{ field: 'concerned', is: true }] : []),
    ...(places === EVERYWHERE ? [] : [{ field: 'place', in: places }]),
  ];
};
