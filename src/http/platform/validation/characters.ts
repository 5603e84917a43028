/** C0, DEL and C1 controls. Written as ranges, so that every regex dialect reads them. */
const CONTROLS = '\\u0000-\\u001f\\u007f-\\u009f';
/**
 * What is not seen and changes what is: marks of direction, separators of lines, spaces without width. Without the joiners,
 * which several scripts and many emoji are written with, and what lies beyond the first plane, which not every dialect can say.
 */
const FORMATS =
  '\\u00ad\\u0600-\\u0605\\u061c\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u180e\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb';
/** With the `u` flag a class of surrogates matches lone ones only. */
const LONE_SURROGATES = '\\ud800-\\udfff';
/** White space that is no control character. */
const BLANKS = ' \\u00a0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u3000';

/** In a script of joined letters, and in an emoji of several; anywhere else a joiner is seen by nobody. */
const JOINED = '[[\\p{L}\\p{M}\\p{Extended_Pictographic}\\p{Emoji_Modifier}]--[\\u0000-\\u058f\\p{Script=Latin}]]';
const UNSEEN = new RegExp(
  `[[\\p{Cf}\\p{Zl}\\p{Zp}]--[\\u200c\\u200d]]|(?<!${JOINED})[\\u200c\\u200d]|[\\u200c\\u200d](?!${JOINED})`,
  'v',
);
const SEEN = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\u2800]/u;

interface Characters {
  readonly isAllowed: (text: string) => boolean;
  readonly says: string;
  /** For the document: not every dialect can say lone surrogates, and a client that sends valid UTF-8 sends none. */
  readonly pattern?: string;
}

const characters = (pattern: string, says: string, isSeen: (text: string) => boolean): Characters => {
  const form = new RegExp(pattern, 'u');
  const portable = pattern.replaceAll(LONE_SURROGATES, '');
  return {
    isAllowed: (text) => form.test(text) && isSeen(text),
    says,
    // A class that forbids nothing else says nothing.
    ...(portable.includes('[^]') ? {} : { pattern: portable }),
  };
};

/** Whether a text holds a character that nobody sees: of direction, of width zero, a separator of lines, a joiner of nothing. */
export const holdsUnseen = (text: string): boolean => UNSEEN.test(text);

const isSeen = (text: string): boolean => !holdsUnseen(text);

export const ONE_LINE = characters(
  `^[^${CONTROLS}${FORMATS}${LONE_SURROGATES}]*$`,
  'must not contain control or format characters, line breaks or lone surrogates',
  isSeen,
);

export const LINES = characters(
  `^[^\\u0000-\\u0009\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f${FORMATS}${LONE_SURROGATES}]*$`,
  'must not contain control characters other than line breaks, format characters, nor lone surrogates',
  isSeen,
);

/** What leads is blank and what follows is not: each character fits one place only, so that long text is read once. */
export const NOT_BLANK = characters(
  `^[${BLANKS}]*[^\\s${CONTROLS}${FORMATS}${LONE_SURROGATES}][^${CONTROLS}${FORMATS}${LONE_SURROGATES}]*$`,
  'must not be blank, nor contain control or format characters, line breaks or lone surrogates',
  (text) => isSeen(text) && SEEN.test(text),
);

/**
 * What an identity provider calls somebody: with whatever marks of direction it keeps. Refusing them would refuse the change
 * that switches somebody off as well.
 */
export const PROVIDED = characters(
  `^[${BLANKS}\\u2028\\u2029\\ufeff]*[^\\s${CONTROLS}${LONE_SURROGATES}][^${CONTROLS}${LONE_SURROGATES}]*$`,
  'must not be blank, nor contain control characters, line breaks or lone surrogates',
  () => true,
);

export const ANY_UNICODE = characters(
  `^[^${LONE_SURROGATES}]*$`,
  'must be valid Unicode: it contains a lone surrogate',
  () => true,
);
