import { Type, type Static } from '@sinclair/typebox';
import { Flag, Id, input, paging, Reason, Timestamp } from '../schema/fields';

export const SupportAccess = Type.Object(
  {
    organizationId: Id,
    enabled: Flag,
    reason: Type.Optional(Type.String()),
    expiresAt: Type.Optional(Timestamp),
    changedBy: Type.Optional(Id),
    changedAt: Type.Optional(Timestamp),
  },
  { title: 'SupportAccess' },
);

export const SetSupportAccessBody = input({
  enabled: Flag,
  reason: Reason,
  expiresInDays: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 365, description: 'From now on; absent: until somebody disables it.' }),
  ),
});
export type SetSupportAccessBody = Static<typeof SetSupportAccessBody>;

export const EmergencyDisableBody = input({ reason: Reason });
export type EmergencyDisableBody = Static<typeof EmergencyDisableBody>;

export const EmergencyDisabled = Type.Object(
  { organizations: Type.Integer({ minimum: 0, description: 'In how many it was on.' }) },
  { title: 'EmergencyDisabled' },
);

export const SupportAuditQuery = input({ organizationId: Type.Optional(Id), ...paging });
export type SupportAuditQuery = Static<typeof SupportAuditQuery>;
