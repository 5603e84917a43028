import type { NamedKind } from '../../../kernel/named-thing';
import type { Dto, Kind } from './kind';

const FIELDS = Symbol('fields of a DTO');

/** Whose name a field of an answer tells. */
export interface NamedThing {
  /** `principal`: an IDP user or an IDP group, as `principalType` beside it says. */
  readonly kind: NamedKind | 'principal';
  /** The field beside it that has the id. */
  readonly id: string;
}

/** What is known of a field of a DTO beside its kind. */
export interface FieldEntry {
  kind?: Kind;
  /** May be absent. */
  optional: boolean;
  /** May be null: in a merge patch (RFC 7396), to clear it. */
  clearable: boolean;
  /** Of an answer: it tells what a thing is called now. */
  names?: NamedThing;
}

type Fields = ReadonlyMap<string, FieldEntry>;

/** The entry of a field, made when it is asked for first: decorators come in any order. */
export const entryFor = (prototype: object, name: string | symbol): FieldEntry => {
  const own = (Reflect.getOwnMetadata(FIELDS, prototype) as Map<string, FieldEntry> | undefined) ?? new Map();
  Reflect.defineMetadata(FIELDS, own, prototype);
  const entry = own.get(String(name)) ?? { optional: false, clearable: false };
  own.set(String(name), entry);
  return entry;
};

const known = new WeakMap<Dto, Fields>();

const fieldsOnChain = (prototype: object | null): readonly (readonly [string, FieldEntry])[] => {
  if (prototype === null) return [];
  const own = Reflect.getOwnMetadata(FIELDS, prototype) as Fields | undefined;
  return [...fieldsOnChain(Object.getPrototypeOf(prototype) as object | null), ...(own ?? [])];
};

/** Every field of a DTO by name, inherited ones included. */
export const fieldsOf = (dto: Dto): Fields => {
  const found = known.get(dto) ?? new Map(fieldsOnChain(dto.prototype as object));
  known.set(dto, found);
  return found;
};

/** Whether an empty object lacks something. */
export const requiresSomething = (dto: Dto): boolean => [...fieldsOf(dto).values()].some(({ optional }) => !optional);
