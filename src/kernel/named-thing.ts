import type { Position } from './position';

/** What has a name that people know it by. */
export type NamedKind = 'organization' | 'vault' | 'identity' | 'host' | 'user' | 'idp-user' | 'idp-group';

/** A thing whose names are kept, whatever it is. */
export const thingOf = (kind: NamedKind, id: string): string => `${kind} ${id}`;

/** The id of the name that a thing got at a position: it sorts after every earlier one of the same thing. */
export const nameIdAt = (thing: string, position: Position): string => `${thing} ${position}`;
