import { Type } from '@sinclair/typebox';
import { oneOf, Timestamp } from './fields';

export const Level = oneOf('view_vault', 'view_credentials', 'checkout');

/** What the caller may do in a vault; for display only. */
export const AccessView = Type.Union([
  Type.Object(
    { level: Level, until: Type.Optional(Timestamp), via: oneOf('grant', 'group', 'owner') },
    { title: 'Access' },
  ),
  Type.Null(),
]);
