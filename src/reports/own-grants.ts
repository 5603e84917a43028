import { isOwnPrincipal } from '../access/own-record';
import { permissionsOf } from '../access/caller-permissions';
import type { GrantGiven } from '../domain/access-grants/events';
import type { StateView } from './state-view';

/** Whether somebody gave a grant to themselves, or to a group they were in, as the log stood then. */
export const isSelfGiven = async (
  view: StateView,
  { grantedBy, principalType, principalId }: Pick<GrantGiven['data'], 'grantedBy' | 'principalType' | 'principalId'>,
): Promise<boolean> => {
  const rights = await permissionsOf(view, grantedBy);
  return rights !== undefined && isOwnPrincipal(view, view.digest, rights, { principalType, principalId });
};
