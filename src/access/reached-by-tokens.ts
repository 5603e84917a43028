import { isLiveGrant } from '../domain/access-grants/decide';
import { accessGrants } from '../domain/access-grants/state';
import { account } from '../domain/accounts/state';
import { entryOf } from '../kernel/entry-of';
import type { View } from '../kernel/stream-reader';

/** Has a vault a live grant to a group that tokens name? Then nobody can say of anybody that they have no access to it. */
export const isReachedByTokens = async (view: View, vaultId: string, now: string): Promise<boolean> => {
  const { namedByTokens } = (await view.load(account)).state;
  const { grants } = (await view.load(accessGrants, vaultId)).state;
  return Object.values(grants).some(
    (grant) =>
      grant.principalType === 'group' &&
      entryOf(namedByTokens, grant.principalId) !== undefined &&
      isLiveGrant(grant, now),
  );
};
