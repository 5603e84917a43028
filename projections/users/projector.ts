import type { AdminAdded, AdminRemoved, OwnerAdded, OwnerRemoved } from '../../src/domain/accounts/events';
import type { UserEvent } from '../../src/domain/users/events';
import type { Projector } from '../../src/kernel/projector';
import { USERS, type UserDocument } from './document';

type Fact = UserEvent | OwnerAdded | OwnerRemoved | AdminAdded | AdminRemoved;

const changed = (fact: Fact): Partial<UserDocument> => {
  switch (fact.type) {
    case 'keyledger.user-roles-assigned.v1':
      return { roles: fact.data.roles };
    case 'keyledger.user-switched-off.v1':
      return { active: false };
    case 'keyledger.user-switched-on.v1':
      return { active: true };
    case 'keyledger.user-marked-as-support.v1':
      return { support: true };
    case 'keyledger.user-cleared-of-support.v1':
      return { support: false };
    case 'keyledger.user-linked.v1':
      return { idpUserId: fact.data.idpUserId };
    case 'keyledger.owner-added.v1':
      return { owner: true };
    case 'keyledger.owner-removed.v1':
      return { owner: false };
    case 'keyledger.admin-added.v1':
      return { admin: true };
    case 'keyledger.admin-removed.v1':
      return { admin: false };
    default:
      return {};
  }
};

export const users: Projector<UserDocument> = {
  schema: USERS,
  types: [
    'keyledger.user-created.v1',
    'keyledger.user-pinned.v1',
    'keyledger.user-unpinned.v1',
    'keyledger.token-made.v1',
    'keyledger.token-revoked.v1',
    'keyledger.user-linked.v1',
    'keyledger.user-unlinked.v1',
    'keyledger.user-roles-assigned.v1',
    'keyledger.user-switched-off.v1',
    'keyledger.user-switched-on.v1',
    'keyledger.user-marked-as-support.v1',
    'keyledger.user-cleared-of-support.v1',
    'keyledger.owner-added.v1',
    'keyledger.owner-removed.v1',
    'keyledger.admin-added.v1',
    'keyledger.admin-removed.v1',
  ],
  ids: (event) => [(event as unknown as Fact).data.userId],
  next: (user, event) => {
    const fact = event as unknown as Fact;
    if (fact.type === 'keyledger.user-unlinked.v1') {
      const { idpUserId: _, ...rest } = user ?? {};
      return user && { ...(rest as UserDocument), revision: user.revision + 1 };
    }
    if (fact.type !== 'keyledger.user-created.v1') {
      return user && { ...user, ...changed(fact), revision: user.revision + 1 };
    }
    const { userId: id, kind = 'person', email, displayName, support } = fact.data;
    const name = displayName === undefined ? {} : { displayName };
    const plain = { active: true, owner: false, admin: false, support, roles: [] };
    return { id, kind, ...(email === undefined ? {} : { email }), ...name, ...plain, account: 'account', revision: 0 };
  },
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
