/** C0, DEL and C1 controls. Written as ranges, so that every regex dialect reads them. */
const CONTROLS = '\\u0000-\\u001f\\u007f-\\u009f';
/** With the `u` flag a class of surrogates matches lone ones only. */
const LONE_SURROGATES = '\\ud800-\\udfff';
/** White space that is no control character. */
const BLANKS = ' \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff';

interface Characters {
  readonly allowed: RegExp;
  readonly says: string;
  /** For the document: not every dialect can say lone surrogates, and a client that sends valid UTF-8 sends none. */
  readonly pattern?: string;
}

const characters = (pattern: string, says: string): Characters => {
  const portable = pattern.replaceAll(LONE_SURROGATES, '');
  // A class that forbids nothing else says nothing.
  return { allowed: new RegExp(pattern, 'u'), says, ...(portable.includes('[^]') ? {} : { pattern: portable }) };
};

export const ONE_LINE = characters(
  `^[^${CONTROLS}${LONE_SURROGATES}]*$`,
  'must not contain control characters, line breaks or lone surrogates',
);

export const LINES = characters(
  `^[^\\u0000-\\u0009\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f${LONE_SURROGATES}]*$`,
  'must not contain control characters other than line breaks, nor lone surrogates',
);

/** What leads is blank and what follows is not: each character fits one place only, so that long text is read once. */
export const NOT_BLANK = characters(
  `^[${BLANKS}]*[^\\s${CONTROLS}${LONE_SURROGATES}][^${CONTROLS}${LONE_SURROGATES}]*$`,
  'must not be blank, nor contain control characters, line breaks or lone surrogates',
);

export const ANY_UNICODE = characters(
  `^[^${LONE_SURROGATES}]*$`,
  'must be valid Unicode: it contains a lone surrogate',
);
