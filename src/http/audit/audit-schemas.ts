import { Type, type Static } from '@sinclair/typebox';
import { Flag, Id, input, Moment, oneOf, paging, Timestamp } from '../schema/fields';
import { line } from '../schema/text';

const Actor = Type.Object({
  kind: oneOf('user', 'policy', 'agent', 'support'),
  userId: Type.Optional(Id),
  email: Type.Optional(Type.String()),
  name: Type.Optional(Type.String({ description: "The policy's or agent's, where no user acts." })),
});

export const AuditEntry = Type.Object(
  {
    id: Id,
    position: Type.String(),
    stream: Type.String(),
    type: Type.String(),
    time: Timestamp,
    outcome: oneOf('success', 'refused'),
    code: Type.Optional(Type.String()),
    actor: Actor,
    ip: Type.Optional(Type.String()),
    userAgent: Type.Optional(Type.String()),
    organizationId: Type.Optional(Id),
    identityGroupId: Type.Optional(Id),
    identityId: Type.Optional(Id),
    sessionId: Type.Optional(Id),
    hostId: Type.Optional(Id),
    organizationName: Type.Optional(Type.String({ description: 'Names are as they were at that moment.' })),
    identityGroupName: Type.Optional(Type.String()),
    identityName: Type.Optional(Type.String()),
    hostName: Type.Optional(Type.String()),
    principalName: Type.Optional(Type.String({ description: 'Of the IDP user or IDP group that the fact names.' })),
    userEmail: Type.Optional(
      Type.String({ description: 'Of the user that the fact names; where it names none, of who acted.' }),
    ),
    reason: Type.Optional(Type.String()),
    durationMinutes: Type.Optional(Type.Integer()),
    breakGlass: Type.Optional(Flag),
    correlationId: Type.String(),
    causationId: Type.Optional(Type.String()),
    data: Type.Object({}, { additionalProperties: true, description: 'The fact itself, as docs/events.md tells.' }),
  },
  { title: 'AuditEntry' },
);

export const RecordedEvent = Type.Object(
  {
    id: Id,
    stream: Type.String(),
    revision: Type.Integer({ minimum: 0 }),
    position: Type.String(),
    type: Type.String(),
    data: Type.Object({}, { additionalProperties: true }),
    metadata: Type.Object({}, { additionalProperties: true }),
  },
  { title: 'RecordedEvent' },
);

/** As many as are worth an index look-up each. */
const MOST_TYPES = 50;

const filters = {
  organizationId: Type.Optional(Id),
  identityGroupId: Type.Optional(Id),
  identityId: Type.Optional(Id),
  sessionId: Type.Optional(Id),
  hostId: Type.Optional(Id),
  actor: Type.Optional(
    line({
      max: 254,
      description:
        "A user's id or e-mail, or a policy's or agent's name. One that nobody has is refused with the nearest there is; to who may read some organizations only there are those who acted there or have a role there.",
    }),
  ),
  type: Type.Optional(
    Type.Array(line({ max: 100 }), {
      minItems: 1,
      maxItems: MOST_TYPES,
      description: 'A wire name, such as keyledger.identity-checked-out.v1; given several times: one of them.',
    }),
  ),
  outcome: Type.Optional(oneOf('success', 'refused')),
  correlationId: Type.Optional(line({ max: 200, description: 'All that followed from one request.' })),
  causationId: Type.Optional(line({ max: 200, description: 'What followed directly from an event or a request.' })),
  from: Type.Optional({ ...Moment, description: 'Not before this time.' }),
  to: Type.Optional({ ...Moment, description: 'Before this time.' }),
  order: Type.Optional(oneOf('asc', 'desc')),
};

export const AuditQuery = input({ ...filters, ...paging });
export type AuditQuery = Static<typeof AuditQuery>;

export const ExportQuery = input({ format: oneOf('jsonl', 'csv'), ...filters });
export type ExportQuery = Static<typeof ExportQuery>;

export const StreamQuery = input(paging);
export type StreamQuery = Static<typeof StreamQuery>;

/** A word, or a word and an id. */
export const StreamName = Type.String({
  minLength: 1,
  maxLength: 250,
  pattern: '^[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9_.-]+)?$',
});
