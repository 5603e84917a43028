import { Type, type Static } from '@sinclair/typebox';
import { EXPLAINED_PERMISSIONS } from '../../access/explained-permissions';
import { Id, input, Name, Timestamp } from '../schema/fields';
import { line } from '../schema/text';
import { PermissionName } from '../roles/role-schemas';

const Addresses = Type.Array(line({ max: 64 }), { minItems: 1, maxItems: 100 });
const Permissions = Type.Array(PermissionName, {
  minItems: 1,
  maxItems: EXPLAINED_PERMISSIONS.length,
  uniqueItems: true,
});

const fields = {
  id: Id,
  name: Name,
  createdAt: Timestamp,
  createdBy: Id,
  expiresAt: Timestamp,
  lastUsedAt: Type.Optional(Timestamp),
  permissions: Type.Optional(Permissions),
  addresses: Type.Optional(Addresses),
};

export const Token = Type.Object(fields, { title: 'Token' });
/** `token` stands in the answer to the request that made it, and nowhere else, ever. */
export const MadeToken = Type.Object({ ...fields, token: Type.Optional(Type.String()) }, { title: 'MadeToken' });

export const MakeTokenBody = input({
  name: Name,
  expiresInDays: Type.Integer({ minimum: 1, maximum: 365 }),
  permissions: Type.Optional(Permissions),
  addresses: Type.Optional(Addresses),
});
export type MakeTokenBody = Static<typeof MakeTokenBody>;

export const LinkUserBody = input({ idpUserId: Type.Union([Id, Type.Null()]) });
export type LinkUserBody = Static<typeof LinkUserBody>;
