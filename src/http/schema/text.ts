import { Type, type TString } from '@sinclair/typebox';

/** C0, DEL and C1 controls; with the `u` flag a class of surrogates matches lone ones only. Written as ranges, so that every regex dialect reads them. */
const CONTROLS = '\\u0000-\\u001f\\u007f-\\u009f';
const LONE_SURROGATES = '\\ud800-\\udfff';

const ONE_LINE = {
  pattern: `^[^${CONTROLS}${LONE_SURROGATES}]*$`,
  'x-says': 'must not contain control characters, line breaks or lone surrogates',
};
const LINES = {
  pattern: `^[^\\u0000-\\u0009\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f${LONE_SURROGATES}]*$`,
  'x-says': 'must not contain control characters other than line breaks, nor lone surrogates',
};
/** White space that is no control character. */
const BLANKS = ' \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff';
/** What leads is blank and what follows is not: each character fits one place only, so that long text is read once and not once a character. */
const NOT_BLANK = {
  pattern: `^[${BLANKS}]*[^\\s${CONTROLS}${LONE_SURROGATES}][^${CONTROLS}${LONE_SURROGATES}]*$`,
  'x-says': 'must not be blank, nor contain control characters, line breaks or lone surrogates',
};
const ANY_UNICODE = {
  pattern: `^[^${LONE_SURROGATES}]*$`,
  'x-says': 'must be valid Unicode: it contains a lone surrogate',
};

interface Length {
  /** Characters (code points). Default 1. */
  readonly min?: number;
  readonly max: number;
  readonly description?: string;
}

const text =
  (kind: object) =>
  ({ min = 1, max, ...rest }: Length): TString =>
    Type.String({ minLength: min, maxLength: max, ...kind, ...rest });

/** Text on one line. */
export const line = text(ONE_LINE);

/** Text on one line with something to see in it. */
export const label = text(NOT_BLANK);

/** Text that may have line breaks. */
export const lines = text(LINES);

/** Text on one line, judged and handed on without the white space around it. */
export const trimmed = text({ 'x-normalise': 'trim', ...ONE_LINE });

/** Whatever is valid Unicode, controls included: for secrets, which are none of our business. */
export const anyText = text(ANY_UNICODE);
