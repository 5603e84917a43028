import { Type } from '@sinclair/typebox';
import { Id, oneOf, Timestamp } from '../schema/fields';

export const Rotation = Type.Object(
  {
    status: oneOf('none', 'pending', 'confirmed', 'failed', 'suspended'),
    vaultOnly: Type.Boolean(),
    trigger: Type.Optional(Type.String()),
    startedAt: Type.Optional(Timestamp),
    hosts: Type.Array(
      Type.Object({
        hostId: Id,
        hostName: Type.String(),
        state: Type.String(),
        since: Timestamp,
        version: Type.Integer({ description: 'Proved there last; where none was, the one served.' }),
        candidate: Type.Optional(Type.Integer({ description: 'The version on its way there.' })),
        code: Type.Optional(Type.String()),
        warnings: Type.Optional(Type.Array(Type.String(), { description: 'What to know although it went well.' })),
        proved: Type.Boolean({
          description: 'A login there proved the value that is served, and nothing was begun there since.',
        }),
        known: oneOf('present', 'older', 'newer', 'either', 'refused', 'untouched', 'unmanaged'),
        online: Type.Boolean(),
        explanation: Type.String(),
      }),
    ),
    explanation: Type.String(),
    waitsFor: oneOf('nothing', 'work', 'person'),
    nextRotationAt: Type.Optional(Timestamp),
  },
  { title: 'Rotation' },
);

export const History = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        version: Type.Integer({ minimum: 1 }),
        retiredAt: Timestamp,
        retiredBy: Type.String(),
        restorable: Type.Boolean(),
      }),
    ),
  },
  { title: 'History' },
);

/** Of a version in the path: digits, or there is no such version. */
export const Version = Type.String({ pattern: '^[1-9][0-9]{0,8}$' });
