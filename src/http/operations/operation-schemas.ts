import { Type } from '@sinclair/typebox';
import { oneOf, Timestamp } from '../schema/fields';

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
