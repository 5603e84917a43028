import type { RoleChanged, RoleCreated, RoleDeleted } from '../../src/domain/accounts/events';
import type { Projector } from '../../src/kernel/projector';
import { ROLES, type RoleDocument } from './document';

type Fact = RoleCreated | RoleChanged | RoleDeleted;

export const roles: Projector<RoleDocument> = {
  schema: ROLES,
  types: ['keyledger.role-created.v1', 'keyledger.role-changed.v1', 'keyledger.role-deleted.v1'],
  ids: (event) => [(event as unknown as Fact).data.roleId],
  next: (role, event) => {
    const fact = event as unknown as Fact;
    if (fact.type === 'keyledger.role-deleted.v1') {
      return undefined;
    }
    const { roleId: id, name, permissions } = fact.data;
    return { id, name, permissions, revision: (role?.revision ?? -1) + 1 };
  },
  losses: [{ category: 'account', where: () => [], left: () => undefined }],
};
