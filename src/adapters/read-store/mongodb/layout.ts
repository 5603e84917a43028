import type { Filter } from 'mongodb';
import type { FieldType, FieldValue, Versioned } from '../../../kernel/read-model';
import { dateOf } from './bson-value';
import { documentOf, fromStoredDocument, type StoredDocument } from './stored-document';

/** How the documents of a build lie in its collection. */
export interface Layout {
  /** Where a field of the schema is. */
  path(field: string): string;
  /** What its value is compared with. */
  value(type: FieldType, value: FieldValue): unknown;
  readonly words: string;
  readonly alive: Filter<StoredDocument>;
  /** What is not read for a list. */
  readonly unread: Readonly<Record<string, 0 | 1>>;
  /** A document of a list. */
  listed<D>(stored: StoredDocument): D;
  versioned<D>(stored: StoredDocument): Versioned<D>;
}

/** Each member a field of its own, so that whoever looks after the database can read and ask it. */
export const LAYOUT: Layout = {
  path: (field) => field,
  // What is no time, as a forged cursor may hold, is found nowhere among times.
  value: (type, value) => (type === 'time' && typeof value === 'string' ? (dateOf(value) ?? value) : value),
  words: '_words',
  alive: { _deleted: { $exists: false } },
  unread: { _position: 0, _words: 0 },
  listed: documentOf,
  versioned: fromStoredDocument,
};
