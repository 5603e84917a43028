import { Type, type Static } from '@sinclair/typebox';
import { Flag, Id, input, Name, paging, Timestamp, Word } from '../schema/fields';

export const Host = Type.Object(
  {
    id: Id,
    organizationId: Id,
    name: Name,
    online: Flag,
    lastSeenAt: Type.Optional(Timestamp),
    agentVersion: Type.Optional(Type.String()),
    connectors: Type.Optional(Type.Array(Type.String())),
    createdAt: Timestamp,
  },
  { title: 'Host' },
);

export const CreateHostBody = input({ name: Name, organizationId: Id });
export type CreateHostBody = Static<typeof CreateHostBody>;

export const RenameHostBody = input({ name: Type.Optional(Name) });
export type RenameHostBody = Static<typeof RenameHostBody>;

export const HostQuery = input({ organizationId: Type.Optional(Id), q: Type.Optional(Word), ...paging });
export type HostQuery = Static<typeof HostQuery>;
