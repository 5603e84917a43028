import { Type } from '@sinclair/typebox';
import { Flag, Id, Name } from '../schema/fields';
import { User } from '../users/user-schemas';

const PermissionNames = Type.Array(Type.String());

export const Me = Type.Object(
  {
    user: User,
    owner: Flag,
    admin: Flag,
    support: Flag,
    roles: Type.Array(Type.Object({ roleId: Id, name: Name, organizationId: Type.Optional(Id) })),
    permissions: PermissionNames,
    organizations: Type.Array(Type.Object({ id: Id, name: Name, permissions: PermissionNames })),
    idpMapping: Type.Union([Type.Object({ idpUserId: Id }), Type.Null()]),
  },
  { title: 'Me' },
);

export const Permissions = Type.Object({
  items: Type.Array(Type.Object({ name: Type.String(), description: Type.String() }, { title: 'Permission' })),
});
