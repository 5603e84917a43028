import { Type } from '@sinclair/typebox';
import { Id, input, oneOf, Reason, Timestamp } from '../schema/fields';

export const ProjectionName = Type.String({ pattern: '^[a-z][a-z_]{0,40}$' });

export const ProjectionList = Type.Object({
  items: Type.Array(
    Type.Object(
      {
        name: Type.String(),
        version: Type.Integer(),
        position: Type.String(),
        current: Type.Boolean(),
        lag: Type.Integer({
          minimum: 0,
          description: 'Events that wait to be applied; bytes of the log where it is in EventStoreDB.',
        }),
        state: oneOf('running', 'rebuilding', 'stopped'),
        progress: Type.Optional(Type.Object({ percent: Type.Number(), eventsPerSecond: Type.Number() })),
        error: Type.Optional(Type.String()),
      },
      { title: 'Projection' },
    ),
  ),
});

export const RebuildBegun = Type.Object({ name: Type.String() }, { title: 'RebuildBegun' });

export const BackupList = Type.Object({
  items: Type.Array(
    Type.Object(
      {
        id: Type.String(),
        madeAt: Timestamp,
        position: Type.String(),
        bytes: Type.Integer({ minimum: 0 }),
      },
      { title: 'Backup' },
    ),
  ),
});

export const BackupBegun = Type.Object(
  { id: Type.String({ description: 'Name of its folder under `<data dir>/backups`, once it is made.' }) },
  { title: 'BackupBegun' },
);

export const DamageItem = Type.Object(
  {
    id: Id,
    stream: Type.String(),
    revision: Type.Integer({ minimum: 0, description: 'The first one that can not be read, or is lost.' }),
    type: Type.Optional(
      Type.String({
        description: 'Wire name of what can not be read, or of the fact that is lost; absent where nobody knows.',
      }),
    ),
    fault: Type.String(),
    until: Type.Optional(
      Type.String({
        format: 'date-time',
        description:
          'The last fact of the stream lies in the future, at this time; decisions on it are taken as of then. Nothing is frozen. Settled, the times up to there say nothing any more.',
      }),
    ),
    kind: Type.Optional(oneOf('orphaned', 'lost', 'omitted')),
    identityId: Type.Optional(Id),
    version: Type.Optional(Type.Integer({ minimum: 1, examples: [7] })),
    found: Timestamp,
    settledBy: Type.Optional(
      Type.String({ description: 'User id of the owner; `root key` where it was done offline.' }),
    ),
  },
  { title: 'Damage' },
);

export const DamageList = Type.Object({ items: Type.Array(DamageItem) });

export const SettleBody = input({ reason: Reason });
