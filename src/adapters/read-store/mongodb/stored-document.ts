import type { FieldValue, ModelSchema, Versioned } from '../../../kernel/read-model';
import { StoreDamaged } from '../../../kernel/store-errors';
import type { StoredByName } from '../../mongodb/mongo';
import { foldWords } from '../words';
import { entryOf } from '../../../kernel/entry-of';

/**
 * A document as it lies in MongoDB: its text, so that no key of it is ever a key of MongoDB's, and beside it the fields that
 * are filtered or sorted by. Without text it is a tombstone.
 */
export interface StoredDocument extends StoredByName {
  readonly position: string;
  readonly doc?: string;
  readonly f?: Readonly<Record<string, FieldValue>>;
  readonly words?: readonly string[];
}

type Values = Readonly<Record<string, unknown>>;

const isValue = (value: unknown): value is FieldValue => typeof value === 'string' || typeof value === 'number';

const fieldsOf = (schema: ModelSchema, values: Values): Readonly<Record<string, FieldValue>> =>
  Object.fromEntries(
    Object.keys(schema.fields).flatMap((field) => {
      const value = entryOf(values, field);
      return isValue(value) ? [[field, value] as const] : [];
    }),
  );

const wordsIn = (value: unknown): readonly string[] => (typeof value === 'string' ? foldWords(value) : []);

const wordsOf = ({ words }: ModelSchema, values: Values): { words?: readonly string[] } =>
  words === undefined ? {} : { words: [...new Set(words.of.flatMap((field) => wordsIn(entryOf(values, field))))] };

export const toStoredDocument = <D>(schema: ModelSchema, { id, position, document }: Versioned<D>): StoredDocument => {
  if (document === undefined) return { _id: id, position };
  const values = document as Values;
  return { _id: id, position, doc: JSON.stringify(document), f: fieldsOf(schema, values), ...wordsOf(schema, values) };
};

export const textToDocument = <D>(text: string, id: string): D => {
  try {
    return JSON.parse(text) as D;
  } catch (error) {
    throw new StoreDamaged(`the read model's document ${id} in MongoDB can not be read; rebuild the model`, {
      cause: error,
    });
  }
};

export const fromStoredDocument = <D>({ _id: id, position, doc }: StoredDocument): Versioned<D> =>
  doc === undefined ? { id, position } : { id, position, document: textToDocument<D>(doc, id) };
