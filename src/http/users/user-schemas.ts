import { Type, type Static } from '@sinclair/typebox';
import { Email, Flag, Id, input, Name, oneOf, paging, ToldEmail, Word } from '../schema/fields';
import { Issuer, Subject } from './sign-in-schemas';

const Assignment = Type.Object(
  { roleId: Id, organizationId: Type.Optional(Id) },
  { additionalProperties: false, title: 'RoleAssignment' },
);

export const User = Type.Object(
  {
    id: Id,
    kind: oneOf('person', 'machine'),
    email: Type.Optional(ToldEmail),
    displayName: Type.Optional(Name),
    active: Flag,
    owner: Flag,
    admin: Flag,
    support: Flag,
    idpUserId: Type.Optional(Id),
    roles: Type.Array(Assignment),
  },
  { title: 'User' },
);

export const CreateUserBody = input({
  kind: Type.Optional(oneOf('person', 'machine')),
  email: Type.Optional(Email),
  displayName: Type.Optional(Name),
  issuer: Type.Optional(Issuer),
  subject: Type.Optional(Subject),
});
export type CreateUserBody = Static<typeof CreateUserBody>;

export const ChangeUserBody = input({ active: Type.Optional(Flag), support: Type.Optional(Flag) });
export type ChangeUserBody = Static<typeof ChangeUserBody>;

export const AssignRolesBody = input({ roles: Type.Array(Assignment, { maxItems: 1000 }) });
export type AssignRolesBody = Static<typeof AssignRolesBody>;

export const SetOwnerBody = input({ owner: Flag });
export type SetOwnerBody = Static<typeof SetOwnerBody>;

export const SetAdminBody = input({ admin: Flag });
export type SetAdminBody = Static<typeof SetAdminBody>;

export const UserQuery = input({ q: Type.Optional(Word), ...paging });
export type UserQuery = Static<typeof UserQuery>;
