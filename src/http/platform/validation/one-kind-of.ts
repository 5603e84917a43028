import { complaint } from './complaint';
import { judged, type Kind } from './kind';

/** A value of one of several kinds. */
export const oneKindOf = (...kinds: readonly Kind[]): Kind => ({
  schema: { anyOf: kinds.map(({ schema }) => schema) },
  noun: 'of one of the allowed forms',
  isOfType: () => true,
  complaints: (value: unknown) =>
    kinds.some((kind) => judged(kind, value).length === 0) ? [] : [complaint('does not have one of the allowed forms')],
});

/** Null, where {@link oneKindOf} allows it. */
export const nothing: Kind = {
  schema: { type: 'null' },
  noun: 'null',
  isOfType: (value) => value === null,
  complaints: () => [],
};
