import type { AdminAdded, AdminRemoved, OwnerAdded, OwnerRemoved } from '../../src/domain/accounts/events';
import type { UserCreated, UserEvent } from '../../src/domain/users/events';
import { following, type Projector } from '../../src/kernel/projector';
import { USERS, type UserDocument } from './document';

type Fact = UserEvent | OwnerAdded | OwnerRemoved | AdminAdded | AdminRemoved;

const created = ({ data }: Pick<UserCreated, 'data'>): UserDocument => {
  const { userId: id, kind = 'person', email, displayName, support } = data;
  const name = displayName === undefined ? {} : { displayName };
  const plain = { active: true, owner: false, admin: false, support, roles: [] };
  return { id, kind, ...(email === undefined ? {} : { email }), ...name, ...plain, account: 'account', revision: 0 };
};

const changed = (user: UserDocument | undefined, change: Partial<UserDocument>): UserDocument | undefined =>
  user && { ...user, ...change, revision: user.revision + 1 };

const unlinked = (user: UserDocument | undefined): UserDocument | undefined => {
  const { idpUserId: _, ...rest } = changed(user, {}) ?? {};
  return user && (rest as UserDocument);
};

export const users: Projector<UserDocument> = {
  schema: USERS,
  streams: { id: (id) => [`user-${id}`, 'account'] },
  ...following<UserDocument, Fact>(({ data }) => [data.userId], {
    'keyledger.user-created.v1': (_, fact) => created(fact),
    'keyledger.user-pinned.v1': (user) => changed(user, {}),
    'keyledger.user-unpinned.v1': (user) => changed(user, {}),
    'keyledger.token-made.v1': (user) => changed(user, {}),
    'keyledger.token-revoked.v1': (user) => changed(user, {}),
    'keyledger.user-linked.v1': (user, { data: { idpUserId } }) => changed(user, { idpUserId }),
    'keyledger.user-unlinked.v1': unlinked,
    'keyledger.user-roles-assigned.v1': (user, { data: { roles } }) => changed(user, { roles }),
    'keyledger.user-switched-off.v1': (user) => changed(user, { active: false }),
    'keyledger.user-switched-on.v1': (user) => changed(user, { active: true }),
    'keyledger.user-marked-as-support.v1': (user) => changed(user, { support: true }),
    'keyledger.user-cleared-of-support.v1': (user) => changed(user, { support: false }),
    'keyledger.owner-added.v1': (user) => changed(user, { owner: true }),
    'keyledger.owner-removed.v1': (user) => changed(user, { owner: false }),
    'keyledger.admin-added.v1': (user) => changed(user, { admin: true }),
    'keyledger.admin-removed.v1': (user) => changed(user, { admin: false }),
  }),
  losses: [
    {
      category: 'user',
      where: (id) => [{ field: 'id', is: id }],
      left: (user) => ({ ...user, active: false, roles: [] }),
    },
    {
      category: 'account',
      where: () => [],
      left: (user) => (user.owner || user.admin ? { ...user, owner: false, admin: false } : user),
    },
  ],
};
