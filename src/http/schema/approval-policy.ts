import { Type } from '@sinclair/typebox';
import { Id } from './fields';

/** Who approves access to the identities of a vault, and how many of them it takes. */
export const ApprovalPolicy = Type.Object(
  {
    required: Type.Integer({
      minimum: 1,
      maximum: 20,
      description: 'How many of the approvers it takes; a person counts once.',
    }),
    approvers: Type.Object(
      {
        users: Type.Array(Id, { maxItems: 100, uniqueItems: true, description: 'Ids of IDP users.' }),
        groups: Type.Array(Id, { maxItems: 100, uniqueItems: true, description: 'Ids of IDP groups.' }),
      },
      { additionalProperties: false, description: 'Nobody named: the vault is locked.' },
    ),
  },
  { additionalProperties: false, title: 'ApprovalPolicy' },
);
