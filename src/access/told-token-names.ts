import { account } from '../domain/accounts/state';
import type { NamedByToken } from '../domain/accounts/events';
import { idpGroup } from '../domain/directory/state';
import { entryOf } from '../kernel/entry-of';
import type { View } from '../kernel/stream-reader';
import { assertNotLost } from './not-lost';

export type ToldTokenName = NamedByToken;

/** By which names tokens put their bearers into a group; undefined: there is no such group, or none any more. */
export const toldTokenNames = async (view: View, idpGroupId: string): Promise<readonly ToldTokenName[] | undefined> => {
  const { status } = (await view.load(idpGroup, idpGroupId)).state;
  if (status === 'none') await assertNotLost(view, 'idpGroup', idpGroupId);
  return status === 'active' ? (entryOf((await view.load(account)).state.namedByTokens, idpGroupId) ?? []) : undefined;
};
