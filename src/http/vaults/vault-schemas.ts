import { Type, type Static } from '@sinclair/typebox';
import { ApprovalPolicy } from '../schema/approval-policy';
import { AccessView } from '../schema/access-view';
import { clearable, Description, Id, input, Name, paging, Timestamp, Word } from '../schema/fields';
import { PasswordPolicy } from '../schema/password-policy';
import { Warnings } from '../schema/warnings';

export const Vault = Type.Object(
  {
    id: Id,
    name: Name,
    description: Type.Optional(Description),
    organizationId: Id,
    passwordPolicy: Type.Optional(PasswordPolicy),
    approvalPolicy: Type.Optional(ApprovalPolicy),
    identityCount: Type.Integer({ minimum: 0 }),
    access: AccessView,
    createdAt: Timestamp,
    warnings: Warnings,
  },
  { title: 'IdentityGroup' },
);

export const CreateVaultBody = input({
  name: Name,
  description: Type.Optional(Description),
  organizationId: Id,
  passwordPolicy: Type.Optional(PasswordPolicy),
  approvalPolicy: Type.Optional(ApprovalPolicy),
});
export type CreateVaultBody = Static<typeof CreateVaultBody>;

export const ChangeVaultBody = input({
  name: Type.Optional(Name),
  description: Type.Optional(clearable(Description)),
  passwordPolicy: Type.Optional(clearable(PasswordPolicy)),
  approvalPolicy: Type.Optional(clearable(ApprovalPolicy)),
});
export type ChangeVaultBody = Static<typeof ChangeVaultBody>;

export const VaultQuery = input({ organizationId: Type.Optional(Id), q: Type.Optional(Word), ...paging });
export type VaultQuery = Static<typeof VaultQuery>;
