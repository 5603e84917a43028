import type { FieldOptions } from './field';
import { Id } from './id';
import { Text } from './text';
import { WholeNumber } from './whole-number';

/** What many DTOs have alike. */
export const Name = (options?: FieldOptions): PropertyDecorator => Text({ max: 200, of: 'label', ...options });

export const Description = (options?: FieldOptions): PropertyDecorator =>
  Text({ min: 0, max: 2000, of: 'lines', ...options });

export const Reason = (options?: FieldOptions): PropertyDecorator =>
  Text({ max: 500, trimmed: true, description: 'Counted without the white space around it.', ...options });

/** Of a list's query: the id of something its items belong to. `thing`: what that is. */
export const FilterId = (thing: string): PropertyDecorator =>
  Id({ description: `Only what belongs to this ${thing}.` });

/** Of a list's `q`. */
export const Word = (options?: FieldOptions): PropertyDecorator =>
  Text({ max: 200, description: 'Case-folded prefix of any word; of several words, each.', ...options });

export const DurationMinutes = (options?: FieldOptions): PropertyDecorator =>
  WholeNumber({ min: 5, max: 1440, ...options });
