import { Type, type Static, type TObject, type TProperties, type TSchema, type TUnsafe } from '@sinclair/typebox';
import { label, line, lines, trimmed } from './text';

/** A body or a set of query parameters: what is not named here is refused by name. */
export const input = <P extends TProperties>(fields: P): TObject<P> =>
  Type.Object(fields, { additionalProperties: false });

/** One of some words. */
export const oneOf = <T extends string>(...words: readonly T[]): TUnsafe<T> =>
  Type.Unsafe<T>({ type: 'string', enum: [...words] });

/** In a PATCH (RFC 7396): a value, or `null` to clear it. */
export const clearable = <T extends TSchema>(schema: T): TUnsafe<Static<T> | null> => {
  const { type, enum: words } = schema as { type?: string; enum?: readonly unknown[] };
  if (typeof type !== 'string') throw new Error('only a schema of one type can be clearable');
  return Type.Unsafe<Static<T> | null>({
    ...schema,
    type: [type, 'null'],
    ...(words === undefined ? {} : { enum: [...words, null] }),
  });
};

export const Name = label({ max: 200 });
export const Description = lines({ min: 0, max: 2000 });
export const Reason = trimmed({ max: 500, description: 'Counted without the white space around it.' });
export const Word = line({ max: 200, description: 'Case-folded prefix of any word; of several words, each.' });

/** Ids are opaque; this only keeps out what can be none. */
export const Id = Type.String({
  minLength: 1,
  maxLength: 200,
  pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]*$',
  'x-says': 'is not an id',
});

const ADDRESS = {
  minLength: 3,
  maxLength: 254,
  pattern:
    '^[^\\s@\\u0000-\\u001f\\u007f-\\u009f\\ud800-\\udfff]{1,64}@[^\\s@\\u0000-\\u001f\\u007f-\\u009f\\ud800-\\udfff]+$',
  'x-says': 'must be an e-mail address',
};

/** An e-mail address that somebody gives; what looks like another is refused. */
export const Email = Type.String({ ...ADDRESS, 'x-email': true });

/** One that is told: among those taken on before may be any. */
export const ToldEmail = Type.String(ADDRESS);

/** Handed on in UTC with milliseconds, so that times compare as strings do. */
export const Timestamp = Type.String({
  format: 'date-time',
  maxLength: 64,
  'x-normalise': 'utc',
  'x-says': 'must be a time as RFC 3339 writes it, such as 2026-01-31T09:30:00Z',
});

/**
 * A bound of a span of time. Events have milliseconds: between two of them it counts as the later one, so that what lies
 * before it and what lies from it on stay apart.
 */
export const Moment = Type.String({
  format: 'date-time',
  maxLength: 64,
  'x-normalise': 'utc-up',
  'x-says': 'must be a time as RFC 3339 writes it, such as 2026-01-31T09:30:00Z, and no leap second',
});

export const Limit = Type.Integer({ minimum: 1, maximum: 200, default: 50 });
export const Cursor = Type.String({
  minLength: 1,
  maxLength: 2000,
  pattern: '^[A-Za-z0-9_.-]+$',
  description: '`nextCursor` of the page before.',
  'x-says': 'is not a cursor of this list',
});
export const DurationMinutes = Type.Integer({ minimum: 5, maximum: 1440 });
export const Flag = Type.Boolean();

/** The query parameters of every list. */
export const paging = { limit: Type.Optional(Limit), cursor: Type.Optional(Cursor) };

/** What every list answers. */
export const listOf = <T extends TSchema>(item: T) =>
  Type.Object({ items: Type.Array(item), nextCursor: Type.Union([Type.String(), Type.Null()]) });
