import { Type, type Static } from '@sinclair/typebox';
import { DurationMinutes, Flag, Id, input, oneOf, paging, Reason, Timestamp } from '../schema/fields';
import { Disclosed } from '../identities/credential-schemas';

export const Session = Type.Object(
  {
    id: Id,
    identityId: Id,
    identityGroupId: Id,
    organizationId: Id,
    userId: Id,
    userEmail: Type.String(),
    reason: Type.String(),
    hostId: Type.Optional(Id),
    breakGlass: Flag,
    ownerBypass: Flag,
    checkedOutAt: Timestamp,
    expiresAt: Timestamp,
    endedAt: Type.Optional(Timestamp),
    endedBy: Type.Optional(oneOf('checkin', 'force', 'expiry', 'grant_revoked', 'break_glass', 'support_disabled')),
    status: oneOf('active', 'ended'),
  },
  { title: 'Session' },
);

export const CheckoutBody = input({ reason: Reason, durationMinutes: DurationMinutes, hostId: Type.Optional(Id) });
export type CheckoutBody = Static<typeof CheckoutBody>;

export const CheckedOutAnswer = Type.Object(
  { session: Session, credential: Type.Optional(Disclosed) },
  { title: 'Checkout', description: 'A repetition after the session has ended answers without credential.' },
);

export const ForceBody = input({ reason: Reason });
export type ForceBody = Static<typeof ForceBody>;

export const ExtendBody = input({
  durationMinutes: Type.Integer({ minimum: 1, maximum: 1440, description: 'Added to the present end.' }),
  reason: Reason,
});
export type ExtendBody = Static<typeof ExtendBody>;

export const SessionQuery = input({
  status: Type.Optional(oneOf('active', 'ended')),
  breakGlass: Type.Optional(Type.Boolean()),
  userId: Type.Optional(Id),
  identityId: Type.Optional(Id),
  identityGroupId: Type.Optional(Id),
  organizationId: Type.Optional(Id),
  ...paging,
});
export type SessionQuery = Static<typeof SessionQuery>;
