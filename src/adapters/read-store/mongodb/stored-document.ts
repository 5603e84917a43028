import type { ModelSchema, Versioned } from '../../../kernel/read-model';
import { entryOf } from '../../../kernel/entry-of';
import type { StoredByName } from '../../mongodb/mongo';
import { foldWords } from '../words';
import { membersFromBson, membersToBson } from './bson-value';

/**
 * A document as it lies in MongoDB: its members, and beside them what the store needs, in names no member can have (see
 * `storedName`). Its id is `_id` and is not stored twice.
 */
export interface StoredDocument extends StoredByName {
  readonly _position: string;
  /** A tombstone, which has no members. */
  readonly _deleted?: true;
  /** Words it is found by. */
  readonly _words?: readonly string[];
  readonly [member: string]: unknown;
}

type Values = Readonly<Record<string, unknown>>;

const wordsIn = (value: unknown): readonly string[] => (typeof value === 'string' ? foldWords(value) : []);

const wordsOf = ({ words }: ModelSchema, values: Values): { _words?: readonly string[] } =>
  words === undefined ? {} : { _words: [...new Set(words.of.flatMap((field) => wordsIn(entryOf(values, field))))] };

export const toStoredDocument = <D>(
  { fields, ...schema }: ModelSchema,
  { id: _id, position: _position, document }: Versioned<D>,
): StoredDocument => {
  if (document === undefined) return { _id, _position, _deleted: true };
  const { id: _, ...values } = document as Values;
  return { _id, ...membersToBson(values, fields), _position, ...wordsOf({ fields, ...schema }, values) };
};

/** Of a document, whatever of what the store needs was read with it. */
export const documentOf = <D>({ _id: id, _position, _deleted, _words, ...members }: Partial<StoredDocument>): D =>
  ({ id, ...membersFromBson(members) }) as D;

export const fromStoredDocument = <D>(stored: StoredDocument): Versioned<D> => {
  const { _id: id, _position: position } = stored;
  return stored._deleted === true ? { id, position } : { id, position, document: documentOf<D>(stored) };
};
