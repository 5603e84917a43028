import fc from 'fast-check';
import { holdsUnseen, LINES, NOT_BLANK, ONE_LINE, PROVIDED } from './characters';

const UNSEEN: readonly (readonly [string, string])[] = [
  ['an override of direction', 'pay\u202efdp'],
  ['an isolate of direction', 'a\u2066b\u2069'],
  ['a mark of direction', '\u200fa'],
  ['an Arabic mark of direction', 'a\u061cb'],
  ['a space without width', 'pro\u200bd'],
  ['a byte order mark', '\ufeffprod'],
  ['a soft hyphen', 'pro\u00add'],
  ['a word joiner', 'pro\u2060d'],
  ['a separator of lines', 'a\u2028b'],
  ['a separator of paragraphs', 'a\u2029b'],
  ['tags of a language', 'a\u{e0041}'],
  ['a joiner that joins nothing', 'prod\u200d'],
  ['a joiner of Latin letters', 'pro\u200dd'],
  ['a non-joiner of Latin letters', 'pro\u200cd'],
  ['a joiner at the beginning', '\u200d\u{1f469}'],
];

test.each(UNSEEN)('%s has no place in a name, a line or a description', (_, text) => {
  expect(holdsUnseen(text)).toBe(true);
  for (const characters of [ONE_LINE, LINES, NOT_BLANK]) expect(characters.isAllowed(text)).toBe(false);
});

test.each([
  ['an emoji of several', '\u{1f469}\u{1f3fd}\u200d\u{1f4bb} of the week'],
  ['an emoji with a style', '\u2764\ufe0f\u200d\u{1f525}'],
  ['Persian', '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645'],
  ['Sinhala', '\u0dc1\u0dca\u200d\u0dbb\u0dd3'],
  ['Hebrew', '\u05e9\u05dc\u05d5\u05dd'],
  ['a letter with its accent apart', 'e\u0301'],
  ['what no-break spaces hold together', '1\u00a0000\u202f\u20ac'],
])('%s is text like any other', (_, text) => {
  for (const characters of [ONE_LINE, LINES, NOT_BLANK]) expect(characters.isAllowed(text)).toBe(true);
});

test.each(['\u3164', '\u115f\u1160', '\u2800', '\ufe0f', '\u034f', '\u00a0 \u3000'])(
  'a label of %j shows nothing, and is none',
  (text) => expect(NOT_BLANK.isAllowed(text)).toBe(false),
);

test('a description has line breaks, and a line has none', () => {
  expect(LINES.isAllowed('a\nb')).toBe(true);
  expect(ONE_LINE.isAllowed('a\nb')).toBe(false);
});

test('what an identity provider calls somebody keeps its marks of direction', () => {
  expect(PROVIDED.isAllowed('\u200f\u05d3\u05df')).toBe(true);
  expect(PROVIDED.isAllowed('\u200f\u05d3\n')).toBe(false);
  expect(PROVIDED.isAllowed('\ufeff ')).toBe(false);
});

test('whatever is allowed fits the pattern of the document', () => {
  const both = [ONE_LINE, LINES, NOT_BLANK];
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(...both), (text, { isAllowed, pattern = '' }) => {
      if (isAllowed(text)) expect(text).toMatch(new RegExp(pattern, 'u'));
    }),
    { numRuns: 2_000 },
  );
});

test('long text is read once', () => {
  const startedAt = performance.now();
  for (const long of [' '.repeat(400_000), `${'\u200d'.repeat(200_000)}`, `${'\u0645\u200c'.repeat(100_000)}\u0000`]) {
    expect(NOT_BLANK.isAllowed(long)).toBe(false);
  }
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});
