import { foldEmail } from './fold-email';

/** RFC 5321 § 4.5.3.1 for the lengths; beyond that only delivery can tell. */
const SYNTAX = /^[^\s@\p{Cc}\p{Cs}]{1,64}@[^\s@\p{Cc}\p{Cs}]{1,189}$/u;

/** Has it the form of an e-mail address? Whether it may be taken on is for {@link emailComplaint}. */
export const hasEmailForm = (text: string): boolean => SYNTAX.test(text);

/** Such as the Kelvin sign, which Unicode takes for the letter K. */
const isStandIn = (character: string): boolean => {
  const meant = character.normalize('NFC');
  return meant !== character && Array.from(meant).length === 1;
};

const NOT_ASCII = /[^\0-\x7f]/u;
const UNASSIGNED = /\p{Cn}/u;
const FORMAT = /\p{Cf}/u;

const foldsToAscii = (character: string): boolean => NOT_ASCII.test(character) && !NOT_ASCII.test(foldEmail(character));

/**
 * Why an e-mail address is not taken on, in words that follow its name; undefined: it is. Refused is what some program
 * would take for another address than the one that is seen: full-width and other compatibility forms, invisible
 * characters, and signs that stand for a letter.
 */
export const emailComplaint = (text: string): string | undefined => {
  if (!hasEmailForm(text)) {
    return 'must be an e-mail address';
  }
  if (!NOT_ASCII.test(text)) {
    return undefined;
  }
  if (FORMAT.test(text) || UNASSIGNED.test(text)) {
    return 'must not hold invisible or unassigned characters';
  }
  const characters = Array.from(text);
  return text.normalize('NFKC') !== text.normalize('NFC') ||
    characters.some((character) => isStandIn(character) || foldsToAscii(character))
    ? 'must be spelled in letters that stand for themselves, not in full-width or other look-alike forms'
    : undefined;
};
