const isOne = (text: string): boolean => Array.from(text).length === 1;

/** Without case, as Unicode's simple case folding says it: `u` and `i` together compare by just that. */
const isSameLetter = (a: string, b: string): boolean =>
  new RegExp(`^\\u{${(a.codePointAt(0) ?? 0).toString(16)}}$`, 'iu').test(b);

/** One letter for all that differ in case only: the small one, where there is one. */
const foldLetter = (letter: string): string => {
  const capital = letter.toUpperCase();
  const candidates = [(isOne(capital) ? capital : letter).toLowerCase(), letter.toLowerCase()];
  return candidates.find((small) => isOne(small) && isSameLetter(letter, small)) ?? letter;
};

const ASCII = /^[\0-\x7f]*$/;

/**
 * Two spellings of one e-mail address become one: NFC and simple case folding, nothing that maps an address to one that
 * looks different (UAX #15, UTS #39).
 */
export const foldEmail = (email: string): string =>
  ASCII.test(email)
    ? email.toLowerCase()
    : Array.from(email.normalize('NFC')).map(foldLetter).join('').normalize('NFC');

/** Are these two spellings of one address? */
export const isSameEmail = (a: string, b: string): boolean => foldEmail(a) === foldEmail(b);

/**
 * What an address was filed under before; it could be what another address is. Facts already written are found by it, and
 * count for an address only where they say that very address.
 */
export const formerFoldOfEmail = (email: string): string => email.normalize('NFKC').toLowerCase();
