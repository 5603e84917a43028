import { requireEverywhere } from '../../access/require';
import type { Context } from '../../kernel/context';
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
