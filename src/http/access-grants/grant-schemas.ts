import { Type, type Static } from '@sinclair/typebox';
import { Level } from '../schema/access-view';
import { clearable, Id, input, oneOf, paging, Timestamp } from '../schema/fields';

const PrincipalType = oneOf('user', 'group');

export const Grant = Type.Object(
  {
    id: Id,
    principalType: PrincipalType,
    principalId: Id,
    level: Level,
    expiresAt: Type.Optional(Timestamp),
    grantedBy: Id,
    createdAt: Timestamp,
  },
  { title: 'Grant' },
);

export const GiveGrantBody = input({
  principalType: PrincipalType,
  principalId: Id,
  level: Level,
  expiresAt: Type.Optional(Timestamp),
});
export type GiveGrantBody = Static<typeof GiveGrantBody>;

export const ChangeGrantBody = input({
  level: Type.Optional(Level),
  expiresAt: Type.Optional(clearable(Timestamp)),
});
export type ChangeGrantBody = Static<typeof ChangeGrantBody>;

export const GrantQuery = input(paging);
export type GrantQuery = Static<typeof GrantQuery>;
