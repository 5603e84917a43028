import type { RoleChanged, RoleCreated, RoleDeleted } from '../../src/domain/accounts/events';
import { following, type Projector } from '../../src/kernel/projector';
import { ROLES, type RoleDocument } from './document';

type Stated = (RoleCreated | RoleChanged)['data'];

const stated = (role: RoleDocument | undefined, { roleId: id, name, permissions }: Stated): RoleDocument => ({
  id,
  name,
  permissions,
  revision: (role?.revision ?? -1) + 1,
});

export const roles: Projector<RoleDocument> = {
  schema: ROLES,
  streams: { id: () => ['account'] },
  ...following<RoleDocument, RoleCreated | RoleChanged | RoleDeleted>(({ data }) => [data.roleId], {
    'keyledger.role-created.v1': (role, { data }) => stated(role, data),
    'keyledger.role-changed.v1': (role, { data }) => stated(role, data),
    'keyledger.role-deleted.v1': () => undefined,
  }),
  losses: [{ category: 'account', where: () => [], left: () => undefined }],
};
