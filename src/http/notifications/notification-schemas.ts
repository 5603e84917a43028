import { Type, type Static } from '@sinclair/typebox';
import { Id, input, oneOf, paging, Timestamp } from '../schema/fields';

export const SEVERITY = oneOf('info', 'warning', 'critical');

/** Held against the domain's list by a test. */
export const KIND = oneOf(
  'break-glass',
  'support-access-changed',
  'support-access-expiring',
  'rotation-failed',
  'rotation-suspended',
  'rotation-waiting',
  'host-offline',
  'approval-asked',
  'approval-decided',
  'review-open',
  'agent-replaced',
  'seal-broken',
  'value-missing',
  'stream-damaged',
  'log-went-back',
  'account-shared',
  'policy-event-parked',
  'approval-policy-weakened',
  'owner-recovered',
  'unusual-disclosures',
);

export const Notification = Type.Object(
  {
    id: Id,
    kind: KIND,
    severity: SEVERITY,
    title: Type.String(),
    time: Timestamp,
    organizationId: Type.Optional(Id),
    identityGroupId: Type.Optional(Id),
    identityId: Type.Optional(Id),
    sessionId: Type.Optional(Id),
    hostId: Type.Optional(Id),
    userId: Type.Optional({ ...Id, description: 'Whom it is about.' }),
    reason: Type.Optional(Type.String()),
    readAt: Type.Optional(Timestamp),
  },
  { title: 'Notification' },
);

export const Inbox = Type.Object({
  items: Type.Array(Notification),
  nextCursor: Type.Union([Type.String(), Type.Null()]),
  unread: Type.Integer({ minimum: 0, description: 'Of all, whatever the filter.' }),
});

export const InboxQuery = input({
  unread: Type.Optional(Type.Boolean()),
  severity: Type.Optional(SEVERITY),
  ...paging,
});
export type InboxQuery = Static<typeof InboxQuery>;
