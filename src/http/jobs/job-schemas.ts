import { Type, type Static } from '@sinclair/typebox';
import { Id, input, oneOf, paging, Timestamp } from '../schema/fields';

export const JobStates = oneOf(
  'queued',
  'leased',
  'applying',
  'confirmed',
  'not_changed',
  'unverified',
  'drifted',
  'expired',
  'cancelled',
);

export const Job = Type.Object(
  {
    id: Id,
    organizationId: Id,
    identityGroupId: Id,
    identityId: Id,
    hostId: Id,
    type: oneOf('set', 'verify'),
    purpose: oneOf('rotation', 'enrollment', 'reconcile', 'verification'),
    state: JobStates,
    version: Type.Integer({ minimum: 1 }),
    rotationId: Type.Optional(Id),
    attempts: Type.Integer({ minimum: 0, description: 'Deliveries so far.' }),
    createdAt: Timestamp,
    notAfter: Timestamp,
    notBefore: Type.Optional(Timestamp),
    agentId: Type.Optional(Id),
    leaseUntil: Type.Optional(Timestamp),
    startedAt: Type.Optional(Timestamp),
    endedAt: Type.Optional(Timestamp),
    code: Type.Optional(Type.String({ description: 'Why it did not end `confirmed`; see docs/rotation.md.' })),
    detail: Type.Optional(Type.String({ description: "The agent's own words." })),
    warnings: Type.Optional(Type.Array(Type.String())),
  },
  { title: 'Job' },
);

export const JobQuery = input({
  organizationId: Type.Optional(Id),
  hostId: Type.Optional(Id),
  identityId: Type.Optional(Id),
  state: Type.Optional(JobStates),
  ...paging,
});
export type JobQuery = Static<typeof JobQuery>;
