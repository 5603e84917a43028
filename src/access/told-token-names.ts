import { account } from '../domain/accounts/state';
import type { NamedByToken } from '../domain/accounts/events';
import { tokenNamesRevision } from '../domain/accounts/token-groups';
import { idpGroup } from '../domain/directory/state';
import { entryOf } from '../kernel/entry-of';
import type { View } from '../kernel/stream-reader';
import { assertNotLost } from './not-lost';

export type ToldTokenName = NamedByToken;

export interface ToldTokenNames {
  readonly names: readonly ToldTokenName[];
  readonly revision: number;
}

/** By which names tokens put their bearers into a group, and the ETag of that; undefined: there is no such group, or none any more. */
export const toldTokenNames = async (view: View, idpGroupId: string): Promise<ToldTokenNames | undefined> => {
  const { status } = (await view.load(idpGroup, idpGroupId)).state;
  if (status === 'none') await assertNotLost(view, 'idpGroup', idpGroupId);
  if (status !== 'active') return undefined;
  const { state } = await view.load(account);
  return { names: entryOf(state.namedByTokens, idpGroupId) ?? [], revision: tokenNamesRevision(state, idpGroupId) };
};
