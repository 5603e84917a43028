import { Type, type Static } from '@sinclair/typebox';
import { clearable, Flag, Id, input, Name, paging, Timestamp } from '../schema/fields';
import { PasswordPolicy } from '../schema/password-policy';
import { Warnings } from '../schema/warnings';
import { anyText } from '../schema/text';

const BreakGlassMinutes = Type.Integer({ minimum: 1, maximum: 1440 });

export const Organization = Type.Object(
  {
    id: Id,
    name: Name,
    hasSecret: Flag,
    settings: Type.Object({
      breakGlassMinutes: BreakGlassMinutes,
      revealDuringExclusiveCheckout: Flag,
      passwordPolicy: Type.Optional(PasswordPolicy),
    }),
    createdAt: Timestamp,
    warnings: Warnings,
  },
  { title: 'Organization' },
);

export const CreateOrganizationBody = input({
  name: Name,
  settings: Type.Optional(
    input({
      breakGlassMinutes: Type.Optional(BreakGlassMinutes),
      revealDuringExclusiveCheckout: Type.Optional(Flag),
      passwordPolicy: Type.Optional(PasswordPolicy),
    }),
  ),
});
export type CreateOrganizationBody = Static<typeof CreateOrganizationBody>;

export const ChangeOrganizationBody = input({
  name: Type.Optional(Name),
  settings: Type.Optional(
    input({
      breakGlassMinutes: Type.Optional(clearable(BreakGlassMinutes)),
      revealDuringExclusiveCheckout: Type.Optional(clearable(Flag)),
      passwordPolicy: Type.Optional(clearable(PasswordPolicy)),
    }),
  ),
});
export type ChangeOrganizationBody = Static<typeof ChangeOrganizationBody>;

/** Long enough not to be guessed, if it is not a sentence everybody knows. */
export const SetSecretBody = input({ secret: anyText({ min: 32, max: 4096 }) });
export type SetSecretBody = Static<typeof SetSecretBody>;

export const OrganizationQuery = input({ ...paging });
export type OrganizationQuery = Static<typeof OrganizationQuery>;
