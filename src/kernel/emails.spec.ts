import fc from 'fast-check';
import { emailComplaint } from './email-complaint';
import { foldEmail, formerFoldOfEmail, isSameEmail } from './fold-email';

test.each<[string, string, string]>([
  ['plain', 'Mike@Example.COM', 'mike@example.com'],
  ['composed', 'Jos\u00e9@example.com', 'jos\u00e9@example.com'],
  ['decomposed', 'jose\u0301@example.com', 'jos\u00e9@example.com'],
  ['decomposed capital', 'JOSE\u0301@example.com', 'jos\u00e9@example.com'],
  ['Greek, final sigma', '\u03bd\u03af\u03ba\u03bf\u03c2@example.com', '\u03bd\u03af\u03ba\u03bf\u03c3@example.com'],
  ['Greek capitals', '\u039d\u038a\u039a\u039f\u03a3@example.com', '\u03bd\u03af\u03ba\u03bf\u03c3@example.com'],
  ['Cyrillic', '\u0418\u0432\u0430\u043d@example.com', '\u0438\u0432\u0430\u043d@example.com'],
  ['sharp s', 'Stra\u00dfe@example.com', 'stra\u00dfe@example.com'],
  ['capital sharp s', 'STRA\u1e9eE@example.com', 'stra\u00dfe@example.com'],
  ['dotted capital I stays', '\u0130@example.com', '\u0130@example.com'],
  ['Deseret', '\ud801\udc00@example.com', '\ud801\udc28@example.com'],
  ['Han', '\u7530\u4e2d@example.com', '\u7530\u4e2d@example.com'],
])('taken on, folded by simple case folding: %s', (_, email, folded) => {
  expect(emailComplaint(email)).toBeUndefined();
  expect(foldEmail(email)).toBe(folded);
});

const LOOKS_ALIKE = /letters that stand for themselves/;
const INVISIBLE = /invisible/;
const NO_EMAIL = /must be an e-mail/;

test.each<[string, string, RegExp]>([
  ['full-width m', '\uff4dike@example.com', LOOKS_ALIKE],
  ['full-width domain', 'mike@ex\uff41mple.com', LOOKS_ALIKE],
  ['full-width at sign', 'mike\uff20example.com', NO_EMAIL],
  ['mathematical bold', '\ud835\udc26ike@example.com', LOOKS_ALIKE],
  ['ligature', '\ufb01le@example.com', LOOKS_ALIKE],
  ['superscript', 'mike\u00b2@example.com', LOOKS_ALIKE],
  ['ideographic full stop, half-width', 'mike@example\uff61com', LOOKS_ALIKE],
  ['long s', 'mi\u017fter@example.com', LOOKS_ALIKE],
  ['Kelvin sign', 'mi\u212ae@example.com', LOOKS_ALIKE],
  ['Angstrom sign', '\u212bsa@example.com', LOOKS_ALIKE],
  ['ohm sign', '\u2126@example.com', LOOKS_ALIKE],
  ['Greek question mark', 'a\u037eb@example.com', LOOKS_ALIKE],
  ['alpha with oxia', '\u1f71@example.com', LOOKS_ALIKE],
  ['CJK compatibility ideograph', '\uf900@example.com', LOOKS_ALIKE],
  ['micro sign', '\u00b5@example.com', LOOKS_ALIKE],
  ['zero width joiner', 'mi\u200dke@example.com', INVISIBLE],
  ['soft hyphen', 'mi\u00adke@example.com', INVISIBLE],
  ['right-to-left override', 'mi\u202eke@example.com', INVISIBLE],
  ['tag character', 'mike\udb40\udc61@example.com', INVISIBLE],
  ['not a character', 'mike\ufdd0@example.com', INVISIBLE],
  ['no-break space', 'mi\u00a0ke@example.com', NO_EMAIL],
  ['byte order mark', '\ufeffmike@example.com', NO_EMAIL],
  ['control character', 'mi\u0007ke@example.com', NO_EMAIL],
  ['lone surrogate', 'mi\ud800ke@example.com', NO_EMAIL],
  ['two at signs', 'mike@a@example.com', NO_EMAIL],
  ['nothing', '', NO_EMAIL],
  ['65 before the at sign', `${'m'.repeat(65)}@example.com`, NO_EMAIL],
])('refused everywhere: %s', (_, email, words) => {
  expect(emailComplaint(email)).toMatch(words);
});

const letters = fc.oneof(
  fc.constantFrom(
    ...Array.from(
      'mikeMIKEsSkK\u00e9\u00c9\u00df\u1e9e\u03c3\u03c2\u03a3\u0130\u0131\u212a\u017f\uff4d\u0345\u03b9\u1fbe\u0301\u0308\u1c80\u0432\u13a0\uab70',
    ),
  ),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
);
const addresses = fc
  .array(letters, { minLength: 1, maxLength: 6 })
  .map((parts) => `${parts.join('')}@example.com`)
  .filter((email) => emailComplaint(email) === undefined);

/** What Unicode says of two letters that differ in case only, asked of the engine's own tables. */
const looksLike = (a: string, b: string): boolean => {
  const [one, other] = [Array.from(a.normalize('NFC')), Array.from(b.normalize('NFC'))];
  return (
    one.length === other.length &&
    one.every((letter, i) =>
      new RegExp(`^\\u{${(letter.codePointAt(0) ?? 0).toString(16)}}$`, 'iu').test(other[i] ?? ''),
    )
  );
};

const variants = (email: string) =>
  fc.constantFrom(
    email,
    email.toUpperCase(),
    email.toLowerCase(),
    email.normalize('NFD'),
    email.toUpperCase().normalize('NFD'),
  );

test('two addresses that are one differ in case and composition only; whatever is folded stays so', () => {
  fc.assert(
    fc.property(addresses, addresses.chain(variants), (a, b) => {
      expect(foldEmail(foldEmail(a))).toBe(foldEmail(a));
      expect(isSameEmail(a, b)).toBe(looksLike(a, b));
    }),
    { numRuns: 500 },
  );
});

test('every variant of one address in case and composition is that address', () => {
  fc.assert(
    fc.property(
      addresses.chain((email) => fc.tuple(fc.constant(email), variants(email))),
      ([email, variant]) => {
        fc.pre(emailComplaint(variant) === undefined && looksLike(email, variant));
        expect(foldEmail(variant)).toBe(foldEmail(email));
      },
    ),
    { numRuns: 500 },
  );
});

test('of what ASCII spells, nothing is filed elsewhere than before', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => foldEmail(text) === formerFoldOfEmail(text)));
});
