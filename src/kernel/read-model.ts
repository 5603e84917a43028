import type { Position } from './position';

/** Value a document can be filtered or sorted by; a time as documents hold it, in RFC 3339. */
export type FieldValue = string | number | boolean;

/** `time`: a text as `timestamp` writes it, which a store may keep as a time of its own and gives back as that text. */
export type FieldType = 'text' | 'number' | 'boolean' | 'time';

/** How a read model lies in a read store. A change of anything here, or of the projector's meaning, is a new version. */
export interface ModelSchema {
  /** Lower case with underscores; permanent. */
  readonly name: string;
  readonly version: number;
  /** Top-level fields of the document that queries may filter or sort by, and their type. `id` is always one. */
  readonly fields: Readonly<Record<string, FieldType>>;
  /** Compound indexes over `fields`; each is completed by `id`, so that keyset paging is total. */
  readonly indexes: readonly (readonly string[])[];
  /** Fields that few documents have: an index led by one of them need hold no others. */
  readonly sparse?: readonly string[];
  /** Documents come many at once and hardly ever change, so a store may keep them together in little room. */
  readonly packed?: true;
  /** Top-level text fields whose words are searched by prefix, and the field that narrows such a search (its index leads). */
  readonly words?: { readonly of: readonly string[]; readonly within: string };
}

/** A condition on a field of the schema. Typed, so that no operator can arrive from outside. */
export type Condition =
  | { readonly field: string; readonly is: FieldValue }
  | { readonly field: string; readonly in: readonly FieldValue[] }
  /** A document without the field is none of them either. */
  | { readonly field: string; readonly notIn: readonly FieldValue[] }
  | { readonly field: string; readonly absent: boolean }
  | {
      readonly field: string;
      readonly above?: FieldValue;
      readonly atLeast?: FieldValue;
      readonly below?: FieldValue;
      readonly atMost?: FieldValue;
      /** A document without the field fits as well. */
      readonly orAbsent?: true;
    };

export interface FindOptions {
  readonly where?: readonly Condition[];
  /** What is searched, case-folded: for each word of it the document holds one that begins so. Narrow it by an `is` or `in` on the schema's `within` field. */
  readonly word?: string;
  /** Field to sort by, ties broken by `id` in the same direction. Default `id` ascending. */
  readonly order?: { readonly by: string; readonly descending?: boolean };
  /** Continue after this document: its value of the sort field, and its id. */
  readonly after?: { readonly value: FieldValue; readonly id: string };
  readonly limit: number;
}

/** What queries see of a read model: its active build. */
export interface ReadModel<D> {
  get(id: string): Promise<D | undefined>;
  find(options: FindOptions): Promise<readonly D[]>;
  /** How many documents fit. */
  count(where: readonly Condition[]): Promise<number>;
}

/** A document with the position that last changed it; no document means it was deleted (a tombstone). */
export interface Versioned<D> {
  readonly id: string;
  readonly position: Position;
  readonly document?: D;
}
