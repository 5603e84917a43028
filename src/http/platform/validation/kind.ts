import type { Complaint } from './complaint';

/** A class whose fields are decorated: a DTO. */
export type Dto<T extends object = object> = new () => T;

/** JSON Schema, as the OpenAPI document states it. */
export type Schema = Readonly<Record<string, unknown>>;

/**
 * One kind of value: how it is documented and judged. Every decorator of this folder is a kind put on a field, so that the
 * rule and the document can not say different things.
 */
export interface Kind {
  readonly schema: Schema;
  /** "a string": told to who sends another type. */
  readonly noun: string;
  readonly isOfType: (value: unknown) => boolean;
  /** What is wrong with a value of the right type. */
  readonly complaints: (value: never) => readonly Complaint[];
  /** Puts a value into the form the rules are about, before they look at it. */
  readonly normalise?: (value: unknown) => unknown;
  /** The value a query parameter's text stands for; what doesn't read so stays text, and is refused as such. */
  readonly fromText?: (text: string) => unknown;
  /** Of a list: what its items are. */
  readonly items?: Kind;
  /** Of a list: how many items it may have. */
  readonly most?: number;
  /** Of a nested object: its class. */
  readonly dto?: () => Dto;
  /** Members have names of the caller's choice: a record. */
  readonly members?: true;
}

/** Wrong type, or whatever the kind says. `orNull`: the field may be cleared. */
export const judged = (kind: Kind, value: unknown, orNull = false): readonly Complaint[] =>
  kind.isOfType(value)
    ? kind.complaints(value as never)
    : [{ at: '', says: `must be ${kind.noun}${orNull ? ' or null' : ''}` }];
