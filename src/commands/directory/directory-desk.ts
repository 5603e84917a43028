import { refuseOwnRecord } from '../../access/own-record';
import { requireEverywhere } from '../../access/require';
import type { Context } from '../../kernel/context';
import type { IdpUserState } from '../../domain/directory/state';
import type { Refusal } from '../../kernel/refusal';
import type { Desk } from '../deciding/desk';
import { callerAt } from '../deciding/reach';

/** The directory is account-wide: changing it takes `directory.manage` for all organizations. */
export const requireDirectory = async (
  place: Pick<Desk<unknown>, 'view' | 'about'>,
  context: Context,
): Promise<Refusal | undefined> => {
  place.about('account');
  return requireEverywhere(await callerAt(place, context), 'directory.manage');
};

/** The same, for what is done to a person's record: nobody but an owner does it to his own. What is deleted is not there. */
export const requireRecord = async (
  place: Pick<Desk<unknown>, 'view' | 'about'>,
  context: Context,
  record: Pick<IdpUserState, 'email'> & Partial<Pick<IdpUserState, 'status'>>,
  what: string,
): Promise<Refusal | undefined> => {
  const refusal = await requireDirectory(place, context);
  return refusal !== undefined || record.status === 'deleted'
    ? refusal
    : refuseOwnRecord(await callerAt(place, context), record, what);
};
