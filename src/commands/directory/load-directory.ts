import { refuseOwnRecord } from '../../access/own-record';
import { requireEverywhere } from '../../access/require';
import { requireScimConnection } from '../../access/scim-connection';
import type { Context } from '../../kernel/context';
import type { IdpUserState } from '../../domain/directory/state';
import type { Refusal } from '../../kernel/refusal';
import type { DecisionContext } from '../deciding/decision-context';
import { loadCaller } from '../deciding/load-authorized';

/** The directory is account-wide: changing it takes `directory.manage` for all organizations, or to be a SCIM connection. */
export const requireDirectory = async (
  place: Pick<DecisionContext<unknown>, 'view' | 'about'>,
  context: Context,
): Promise<Refusal | undefined> => {
  place.about('account');
  if (context.actor.kind === 'scim') return requireScimConnection(place.view, context);
  return requireEverywhere(await loadCaller(place, context), 'directory.manage');
};

/** The same, for what is done to a person's record: nobody but an owner does it to their own. What is deleted is not there. */
export const requireRecord = async (
  place: Pick<DecisionContext<unknown>, 'view' | 'about'>,
  context: Context,
  record: Pick<IdpUserState, 'email'> & Partial<Pick<IdpUserState, 'status'>>,
  what: string,
): Promise<Refusal | undefined> => {
  const refusal = await requireDirectory(place, context);
  return refusal !== undefined || record.status === 'deleted'
    ? refusal
    : refuseOwnRecord(await loadCaller(place, context), record, what);
};
