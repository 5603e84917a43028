import { Type, type Static } from '@sinclair/typebox';
import { DurationMinutes, Id, input, oneOf, paging, Reason, Timestamp } from '../schema/fields';

const Status = oneOf('pending', 'approved', 'denied', 'expired', 'cancelled', 'revoked', 'used');

export const AccessRequest = Type.Object(
  {
    id: Id,
    identityId: Id,
    identityName: Type.Optional(Type.String()),
    identityGroupId: Id,
    identityGroupName: Type.Optional(Type.String()),
    organizationId: Id,
    organizationName: Type.Optional(Type.String()),
    userId: Id,
    userEmail: Type.String(),
    reason: Type.String(),
    durationMinutes: DurationMinutes,
    status: Status,
    required: Type.Integer({ minimum: 1, description: 'How many approvals it takes.' }),
    decisions: Type.Array(
      Type.Object({
        userId: Id,
        userEmail: Type.String(),
        decision: oneOf('approve', 'deny', 'revoke'),
        reason: Type.Optional(Type.String()),
        time: Timestamp,
      }),
      { description: 'All that were made, oldest first, whether or not they count still.' },
    ),
    createdAt: Timestamp,
    expiresAt: Timestamp,
    sessionId: Type.Optional(Id),
  },
  { title: 'AccessRequest' },
);

export const AskAccessBody = input({ reason: Reason, durationMinutes: DurationMinutes });
export type AskAccessBody = Static<typeof AskAccessBody>;

export const DecisionBody = input({ reason: Reason });
export type DecisionBody = Static<typeof DecisionBody>;

export const AccessRequestQuery = input({
  view: Type.Optional(oneOf('mine', 'waiting-for-me', 'all')),
  status: Type.Optional(Status),
  identityId: Type.Optional(Id),
  ...paging,
});
export type AccessRequestQuery = Static<typeof AccessRequestQuery>;
