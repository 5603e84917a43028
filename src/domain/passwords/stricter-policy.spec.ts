import { DEFAULT_PASSWORD_POLICY } from './default-password-policy';
import type { PasswordPolicy } from './password-policy';
import { stricterPolicy } from './stricter-policy';

/** What is tried after a target has refused a password: the strictest that still leaves enough of them. */
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const of = (length: number, chars: readonly string[], min = 0): PasswordPolicy => ({
  length,
  classes: chars.map((each) => ({ chars: each, min })),
});
const FIVE = [LETTERS, '-', '_', '.', '~'];

test.each<[string, PasswordPolicy, PasswordPolicy]>([
  [
    'every class is there, runs are short, and nothing odd stands at the ends',
    of(24, [LETTERS, '0123456789', '-']),
    { ...of(24, [LETTERS, '0123456789', '-'], 1), maxClassRun: 4, edgeAlphanumeric: true },
  ],
  [
    'more than one of a class stays asked for',
    {
      length: 24,
      classes: [
        { chars: LETTERS, min: 3 },
        { chars: '0123456789', min: 0 },
      ],
    },
    {
      length: 24,
      classes: [
        { chars: LETTERS, min: 3 },
        { chars: '0123456789', min: 1 },
      ],
      maxClassRun: 4,
      edgeAlphanumeric: true,
    },
  ],
  [
    'shorter runs than those stay as short',
    { ...of(30, [LETTERS, LETTERS.toUpperCase()]), maxClassRun: 2 },
    { ...of(30, [LETTERS, LETTERS.toUpperCase()], 1), maxClassRun: 2, edgeAlphanumeric: true },
  ],
  [
    'longer runs than those become as short',
    { ...of(30, [LETTERS, LETTERS.toUpperCase()]), maxClassRun: 9, edgeAlphanumeric: false },
    { ...of(30, [LETTERS, LETTERS.toUpperCase()], 1), maxClassRun: 4, edgeAlphanumeric: true },
  ],
  [
    'runs are given up where they leave none: one class alone is one run',
    of(30, [LETTERS]),
    { ...of(30, [LETTERS], 1), edgeAlphanumeric: true },
  ],
  [
    'every class is given up where too few passwords would be left',
    of(14, FIVE),
    { ...of(14, FIVE), maxClassRun: 4, edgeAlphanumeric: true },
  ],
  ['nothing is given up where too few would be left in any case', of(13, FIVE), of(13, FIVE)],
  ['nothing else is done with one that nothing satisfies', of(3, FIVE, 1), of(3, FIVE, 1)],
])('%s', (_, policy, expected) => {
  expect(stricterPolicy(policy)).toEqual(expected);
});

test('the default is made stricter by its runs alone', () => {
  expect(stricterPolicy(DEFAULT_PASSWORD_POLICY)).toEqual({ ...DEFAULT_PASSWORD_POLICY, maxClassRun: 4 });
});
