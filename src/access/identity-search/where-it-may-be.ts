import type { Condition } from '../../kernel/read-model';
import { isRefusal } from '../../kernel/refusal';
import { plusDays } from '../../kernel/time';
import { requireIdpUser } from '../idp-mapping';
import { everyDocument } from './every-document';
import type { FoundGrant } from './identity-filter';
import type { IdentitySearch } from './identity-search';

/** A request lives a day, and the minutes that it gives are over within another. */
const REQUEST_DAYS = 2;

const groupsOf = async ({ models }: IdentitySearch, idpUserId: string): Promise<readonly string[]> => {
  const where = [{ field: 'idpUserId', is: idpUserId }];
  const found = await everyDocument<{ id: string; idpGroupId: string }>(models, 'idp_members', where);
  return found.map(({ idpGroupId }) => idpGroupId);
};

/** Vaults in which a grant gives the caller checkouts; undefined: an owner needs none. */
const vaultsByGrant = async (search: IdentitySearch): Promise<readonly string[] | undefined> => {
  const { view, digest, rights, models, now } = search;
  if (rights.owner) return undefined;
  const idpUserId = await requireIdpUser(view, digest, rights);
  if (isRefusal(idpUserId)) return [];
  const principals = [idpUserId, ...(await groupsOf(search, idpUserId))];
  const grants = await everyDocument<FoundGrant>(models, 'access', [{ field: 'principalId', in: principals }]);
  const live = grants.filter(({ level, expiresAt = now }) => level === 'checkout' && expiresAt >= now);
  return [...new Set(live.map(({ identityGroupId }) => identityGroupId))];
};

const vaultsWithApproval = async ({ models }: IdentitySearch): Promise<readonly string[]> => {
  const found = await everyDocument<{ id: string }>(models, 'vaults', [{ field: 'approval', is: true }]);
  return found.map(({ id }) => id);
};

/** Identities for which a request of the caller's was approved of late. */
const approvedOf = async ({ models, rights, now }: IdentitySearch): Promise<readonly string[]> => {
  const found = await everyDocument<{ id: string; identityId: string }>(models, 'access_requests', [
    { field: 'userId', is: rights.userId },
    { field: 'createdAt', atLeast: plusDays(now, -REQUEST_DAYS) },
    { field: 'status', in: ['approved', 'used'] },
  ]);
  return [...new Set(found.map(({ identityId }) => identityId))];
};

/**
 * Where what the caller may check out can be, as the read models say; each is judged before it is told. In vaults that ask for
 * approval those alone that the caller asked for: there may be many, and the caller may have none of them.
 */
export const whereItMayBe = async (search: IdentitySearch): Promise<readonly (readonly Condition[])[]> => {
  const [granted, withApproval] = await Promise.all([vaultsByGrant(search), vaultsWithApproval(search)]);
  const where: readonly Condition[] = granted === undefined ? [] : [{ field: 'identityGroupId', in: granted }];
  if (withApproval.length === 0) return [where];
  return [
    [...where, { field: 'identityGroupId', notIn: withApproval }],
    [...where, { field: 'identityGroupId', in: withApproval }, { field: 'id', in: await approvedOf(search) }],
  ];
};
