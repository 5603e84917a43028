import { Type, type Static } from '@sinclair/typebox';
import { EXPLAINED_PERMISSIONS } from '../../access/explained-permissions';
import { Id, input, Name, oneOf, paging } from '../schema/fields';

export const PermissionName = oneOf(...EXPLAINED_PERMISSIONS.map(({ name }) => name));

const Permissions = Type.Array(PermissionName, {
  uniqueItems: true,
  maxItems: EXPLAINED_PERMISSIONS.length,
});

export const Role = Type.Object({ id: Id, name: Name, permissions: Permissions }, { title: 'Role' });

export const CreateRoleBody = input({ name: Name, permissions: Permissions });
export type CreateRoleBody = Static<typeof CreateRoleBody>;

export const ChangeRoleBody = input({ name: Type.Optional(Name), permissions: Type.Optional(Permissions) });
export type ChangeRoleBody = Static<typeof ChangeRoleBody>;

export const RoleQuery = input({ ...paging });
export type RoleQuery = Static<typeof RoleQuery>;
