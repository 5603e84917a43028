/**
 * A place in the global order of the log: opaque, and ordered as strings are (`<`, `>`), on every store.
 * The empty string is before the first event.
 */
export type Position = string;

export const BEFORE_FIRST: Position = '';
