import type { ScimGroup } from '../../queries/scim/members-of-groups';
import type { ScimUser } from '../../queries/scim/scim-user';
import type { JsonObject } from './members';
import { URNS } from './urns';
import { weakTag } from './weak-tags';

interface Dated {
  readonly id: string;
  readonly createdAt: string;
  readonly changedAt: string;
  readonly revision: number;
}

const metaOf = (resourceType: 'User' | 'Group', { id, createdAt, changedAt, revision }: Dated, base: string) => ({
  resourceType,
  created: createdAt,
  lastModified: changedAt,
  location: `${base}/${resourceType}s/${id}`,
  version: weakTag(revision),
});

/** The one address by which a person is known here. */
export const workAddress = (email: string): JsonObject => ({ value: email, type: 'work', primary: true });

/** An IDP user as a SCIM User. `base`: where SCIM is answered, with scheme and host. */
export const userResource = (user: ScimUser, base: string): JsonObject => ({
  schemas: [URNS.user],
  id: user.id,
  ...(user.externalId === undefined ? {} : { externalId: user.externalId }),
  userName: user.email,
  displayName: user.displayName,
  active: user.active,
  emails: [workAddress(user.email)],
  meta: metaOf('User', user, base),
});

/** An IDP group as a SCIM Group: who is in it by id alone, as not everybody need be the connection's own. */
export const groupResource = ({ group, memberIds }: ScimGroup, base: string): JsonObject => ({
  schemas: [URNS.group],
  id: group.id,
  ...(group.externalId === undefined ? {} : { externalId: group.externalId }),
  displayName: group.name,
  ...(memberIds === undefined
    ? {}
    : { members: memberIds.map((value) => ({ value, $ref: `${base}/Users/${value}`, type: 'User' })) }),
  meta: metaOf('Group', group, base),
});
