import { Type, type Static } from '@sinclair/typebox';
import { DurationMinutes, Flag, Id, input, oneOf, paging, Reason, Timestamp } from '../schema/fields';
import { Disclosed } from '../identities/credential-schemas';
import { trimmed } from '../schema/text';

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
    endsAs: Type.Optional(
      Type.Unsafe<'break_glass'>({
        type: 'string',
        enum: ['break_glass'],
        description: 'The glass was broken beside it: its end was brought nearer, and is told as this.',
      }),
    ),
    overlapped: Type.Optional(
      Type.Array(Type.Object({ sessionId: Id, userId: Id, userEmail: Type.String() }), {
        description: 'Of a break-glass session: the sessions that were open when the glass was broken.',
      }),
    ),
    review: Type.Optional(
      Type.Object(
        {
          status: oneOf('open', 'closed'),
          userId: Type.Optional(Id),
          userEmail: Type.Optional(Type.String()),
          note: Type.Optional(Type.String()),
          time: Type.Optional(Timestamp),
        },
        {
          description:
            'Of a break-glass session: whether somebody else than its user has reviewed it, and what was found.',
        },
      ),
    ),
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

export const BreakGlassBody = input({ reason: Reason });
export type BreakGlassBody = Static<typeof BreakGlassBody>;

export const ReviewBody = input({
  note: trimmed({ max: 2000, description: 'What was found. Counted without the white space around it.' }),
});
export type ReviewBody = Static<typeof ReviewBody>;

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
  review: Type.Optional(oneOf('open', 'closed')),
  userId: Type.Optional(Id),
  identityId: Type.Optional(Id),
  identityGroupId: Type.Optional(Id),
  organizationId: Type.Optional(Id),
  ...paging,
});
export type SessionQuery = Static<typeof SessionQuery>;
