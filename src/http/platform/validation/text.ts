import { complaint, counted, tooShort } from './complaint';
import { ANY_UNICODE, holdsUnseen, LINES, NOT_BLANK, ONE_LINE } from './characters';
import { Field, type FieldOptions } from './field';
import type { Kind } from './kind';

const CHARACTERS = { line: ONE_LINE, lines: LINES, label: NOT_BLANK, any: ANY_UNICODE };

export interface TextOptions {
  /** Characters (code points). Default 1. */
  readonly min?: number;
  readonly max: number;
  /**
   * Default `line`: no line break. `label`: and something to see in it. `lines`: may have line breaks. `any`: whatever is
   * valid Unicode, for secrets, which are none of our business.
   */
  readonly of?: keyof typeof CHARACTERS;
  /** Judged and handed on without the white space around it. */
  readonly trimmed?: true;
}

const CONTROL = /\p{Cc}/u;

/** A control or format character at the edge stays, to be refused like anywhere else. */
const trim = (value: unknown): unknown =>
  typeof value === 'string' && !CONTROL.test(value) && !holdsUnseen(value) ? value.trim() : value;

/** Code points, counted no further than needed. */
const isLonger = (text: string, max: number): boolean => {
  if (text.length <= max) return false;
  if (text.length > 2 * max) return true;
  return Array.from(text).length > max;
};

const isShorter = (text: string, min: number): boolean => text.length < 2 * min && Array.from(text).length < min;

/** Text of bounded length without control and format characters. */
export const text = ({ min = 1, max, of = 'line', trimmed }: TextOptions): Kind => {
  const { isAllowed, says, pattern } = CHARACTERS[of];
  return {
    schema: { type: 'string', minLength: min, maxLength: max, ...(pattern === undefined ? {} : { pattern }) },
    noun: 'a string',
    isOfType: (value) => typeof value === 'string',
    complaints: (value: string) => [
      ...(isShorter(value, min) ? [tooShort(min)] : []),
      ...(isLonger(value, max) ? [complaint(`must have at most ${counted(max, 'character')}`)] : []),
      ...(isAllowed(value) ? [] : [complaint(says)]),
    ],
    ...(trimmed === true ? { normalise: trim } : {}),
  };
};

export const Text = ({ description, example, ...options }: TextOptions & FieldOptions): PropertyDecorator =>
  Field(text(options), { ...(description && { description }), ...(example && { example }) });
