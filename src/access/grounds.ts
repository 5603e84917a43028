import { accessGrants, type StandingGrant } from '../domain/access-grants/state';
import { account } from '../domain/accounts/state';
import { idpEmail, idpGroup, idpUser } from '../domain/directory/state';
import { organization } from '../domain/organizations/state';
import { supportAccess } from '../domain/support-access/state';
import type { RoleAssignment } from '../domain/users/events';
import { user } from '../domain/users/state';
import { vault } from '../domain/vaults/state';
import type { Digest } from '../kernel/digest';
import { emailKeys } from '../kernel/email-keys';
import { entryOf } from '../kernel/entry-of';
import { ground, type Ground } from '../kernel/ground';

/** Whether an assignment counts in an organization. */
export const counts =
  (organizationId: string) =>
  (assignment: RoleAssignment): boolean =>
    assignment.organizationId === undefined || assignment.organizationId === organizationId;

/** That somebody is there, and may sign in. */
export const userGround = (userId: string): Ground => ground(user, userId, ({ status }) => ({ status }));

/** Whether it is a machine, or the vendor's support. */
export const kindGround = (userId: string): Ground => ground(user, userId, ({ kind, support }) => ({ kind, support }));

export const ownerGround = (userId: string): Ground =>
  ground(account, undefined, ({ owners }) => ({ owner: entryOf(owners, userId)?.active }));

export const adminGround = (userId: string): Ground =>
  ground(account, undefined, ({ admins }) => ({ admin: entryOf(admins, userId) }));

/** The assignments of somebody that count in an organization; what they have elsewhere is not looked at. */
export const assignmentsGround = (userId: string, organizationId: string): Ground =>
  ground(user, userId, ({ roles }) => ({ here: roles.filter(counts(organizationId)) }));

/** What the assigned roles hold. */
export const rolesGround = (assignments: readonly RoleAssignment[], organizationId: string): Ground => {
  const ids = assignments.filter(counts(organizationId)).map(({ roleId }) => roleId);
  return ground(account, undefined, ({ roles }) =>
    Object.fromEntries(ids.map((id) => [id, entryOf(roles, id)?.permissions])),
  );
};

export const supportGround = (organizationId: string): Ground =>
  ground(supportAccess, undefined, ({ windows }) => {
    const { windowId, enabled, expiresAt } = entryOf(windows, organizationId) ?? {};
    return { window: { windowId, enabled, expiresAt } };
  });

/** Which record of the directory is somebody's: the one linked to a machine, or the one with a person's e-mail. */
export const mappingGrounds = (
  digest: Digest,
  { userId, machine, email }: { readonly userId: string; readonly machine?: true; readonly email: string },
  idpUserId: string | undefined,
): readonly Ground[] => [
  ...(machine === true
    ? [ground(user, userId, ({ linkedTo }) => ({ linkedTo }))]
    : email === ''
      ? []
      : emailKeys(digest, email).map((key) => ground(idpEmail, key, ({ idpUserId: found }) => ({ found })))),
  ...(idpUserId === undefined ? [] : [ground(idpUser, idpUserId, ({ status }) => ({ status }))]),
];

export const membershipGround = (groupId: string, idpUserId: string): Ground =>
  ground(idpGroup, groupId, ({ members }) => ({ member: members.has(idpUserId) }));

/** By which names tokens put their bearers into a group. */
export const namedByGround = (groupId: string): Ground =>
  ground(account, undefined, ({ namedByTokens }) => ({ namedBy: entryOf(namedByTokens, groupId) }));

export const grantGround = (vaultId: string, grantId: string): Ground =>
  ground(accessGrants, vaultId, ({ grants }) => ({ grant: entryOf(grants, grantId) }));

/** Every grant that ever was somebody's, by name or through a group they are in; those of others are nobody's business. */
export const ownGrantsGround = (vaultId: string, idpUserId: string): Ground =>
  ground(
    accessGrants,
    vaultId,
    ({ grants }) => grants,
    async (view, part) => {
      const { principalType, principalId } = part as StandingGrant;
      return principalType === 'user'
        ? principalId === idpUserId
        : (await view.load(idpGroup, principalId)).state.members.has(idpUserId);
    },
  );

export const approvalPolicyGround = (vaultId: string): Ground =>
  ground(vault, vaultId, ({ approvalPolicy, status }) => ({ approvalPolicy, status }));

export const secretGround = (organizationId: string): Ground =>
  ground(organization, organizationId, ({ secretVersion }) => ({ secretVersion }));
