import { Type, type Static } from '@sinclair/typebox';
import { Email, Flag, Id, input, Name, paging, ToldEmail, Word } from '../schema/fields';

export const IdpUser = Type.Object({ id: Id, email: ToldEmail, displayName: Name, active: Flag }, { title: 'IdpUser' });

export const IdpGroup = Type.Object(
  { id: Id, name: Name, memberCount: Type.Integer({ minimum: 0 }) },
  { title: 'IdpGroup' },
);

export const CreateIdpUserBody = input({ email: Email, displayName: Name, active: Flag });
export type CreateIdpUserBody = Static<typeof CreateIdpUserBody>;

export const ChangeIdpUserBody = input({ displayName: Type.Optional(Name), active: Type.Optional(Flag) });
export type ChangeIdpUserBody = Static<typeof ChangeIdpUserBody>;

export const CreateIdpGroupBody = input({ name: Name });
export type CreateIdpGroupBody = Static<typeof CreateIdpGroupBody>;

export const ChangeIdpGroupBody = input({ name: Type.Optional(Name) });
export type ChangeIdpGroupBody = Static<typeof ChangeIdpGroupBody>;

export const DirectoryQuery = input({ q: Type.Optional(Word), ...paging });
export type DirectoryQuery = Static<typeof DirectoryQuery>;

export const MembersQuery = input({ ...paging });
export type MembersQuery = Static<typeof MembersQuery>;
