import { account } from '../domain/accounts/state';
import { user } from '../domain/users/state';
import type { View } from '../kernel/stream-reader';
import { EVERYWHERE, isEverywhere } from './permissions';
import type { CallerPermissions } from './caller-permissions';
import { visibleOrganizations } from './visible-organizations';

/** The admins and owners of the account who are there: switched on, and none of the vendor's. Sorted, so that it is the same each time. */
export const accountPeople = async (view: View): Promise<readonly string[]> => {
  const { state } = await view.load(account);
  const ids = [...new Set([...Object.keys(state.owners), ...Object.keys(state.admins)])].toSorted();
  const people = await Promise.all(ids.map(async (id) => ({ id, person: (await view.load(user, id)).state })));
  return people.filter(({ person }) => person.status === 'active' && !person.support).map(({ id }) => id);
};

/** What of an inbox its reader may see now. Whoever is no admin any more sees only what concerns this user, and where there still is a role. */
export interface InboxRights {
  /** Only what concerns the reader. */
  readonly concernedOnly: boolean;
  /** Places of notifications: organizations, and the account's. */
  readonly places: typeof EVERYWHERE | readonly string[];
}

/** The place of what belongs to no organization. */
export const ACCOUNT_PLACE = 'account';

export const inboxRightsOf = (rights: CallerPermissions): InboxRights => {
  const visible = visibleOrganizations(rights);
  if (rights.support) {
    return { concernedOnly: !isEverywhere(rights), places: visible };
  }
  return {
    concernedOnly: !isEverywhere(rights),
    places: visible === EVERYWHERE ? EVERYWHERE : [...visible, ACCOUNT_PLACE],
  };
};

export const maySeeNotification = (
  { concernedOnly, places }: InboxRights,
  { concerned, place }: { readonly concerned: boolean; readonly place: string },
): boolean => (!concernedOnly || concerned) && (places === EVERYWHERE || places.includes(place));
