import { complaint } from './complaint';
import { Field, type FieldOptions } from './field';
import type { Kind } from './kind';
import { utcTimestamp, utcTimestampUp } from './utc-timestamp';

const FORM = 'must be a time as RFC 3339 writes it, such as 2026-01-31T09:30:00Z';

const time = (says: string, normalised: (text: string) => string | undefined): Kind => ({
  schema: { type: 'string', format: 'date-time', maxLength: 64 },
  noun: 'a string',
  isOfType: (value) => typeof value === 'string',
  complaints: (value: string) => [
    ...(value.length > 64 ? [complaint('must have at most 64 characters')] : []),
    ...(utcTimestamp(value) === undefined ? [complaint(says)] : []),
  ],
  normalise: (value) => (typeof value === 'string' && value.length <= 64 ? (normalised(value) ?? value) : value),
  // In a URL a plus stands for a blank; where a time has one, nothing else can have been meant.
  fromText: (text) => text.replace(/ (?=\d\d:\d\d$)/, '+'),
});

const utcTime = time(FORM, utcTimestamp);
const bound = time(`${FORM}, and no leap second`, utcTimestampUp);

/** Handed on in UTC with milliseconds, so that times compare as strings do. */
export const UtcTime = (options?: FieldOptions): PropertyDecorator => Field(utcTime, options);

/**
 * A bound of a span of time. Events have milliseconds: between two of them it counts as the later one, so that what lies
 * before it and what lies from it on stay apart.
 */
export const UtcTimeBound = (options?: FieldOptions): PropertyDecorator => Field(bound, options);
