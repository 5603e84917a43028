import { DEFAULT_PASSWORD_POLICY } from './default-password-policy';
import { effectivePolicy } from './effective-policy';
import { withinLimits } from './password-limits';
import type { PasswordPolicy } from './password-policy';
import { policyProblems } from './policy-problems';
import { refuseUnsatisfiable } from './generate-password';

const letters = { chars: 'abc', min: 0 };
const policy = (more: Partial<PasswordPolicy>): PasswordPolicy => ({ length: 12, classes: [letters], ...more });
const withClass = (chars: string, min = 0) => policy({ classes: [letters, { chars, min }] });

test.each<[string, PasswordPolicy]>([
  ['the default', DEFAULT_PASSWORD_POLICY],
  ['the shortest', policy({ length: 8 })],
  ['the longest', policy({ length: 256 })],
  ['runs', { ...DEFAULT_PASSWORD_POLICY, maxClassRun: 4 }],
  [
    'every visible character',
    policy({
      classes: [{ chars: Array.from({ length: 94 }, (_, n) => String.fromCharCode(33 + n)).join(''), min: 0 }],
    }),
  ],
])('%s: no problem', (_name, good) => {
  expect(policyProblems(good)).toEqual([]);
});

test.each<[string, PasswordPolicy, string, RegExp]>([
  ['too short', policy({ length: 7 }), 'length', /from 8 to 256/],
  ['too long', policy({ length: 257 }), 'length', /from 8 to 256/],
  ['half a character', policy({ length: 12.5 }), 'length', /whole number/],
  ['no class', policy({ classes: [] }), 'classes', /1 to 6/],
  ['seven classes', policy({ classes: 'abcdefg'.split('').map((chars) => ({ chars, min: 0 })) }), 'classes', /1 to 6/],
  ['an empty class', withClass(''), 'classes[1].chars', /one or more printable ASCII/],
  ['a space', withClass('1 2'), 'classes[1].chars', /without the space/],
  ['a letter beyond ASCII', withClass('é'), 'classes[1].chars', /ASCII/],
  ['a character twice', withClass('11'), 'classes[1].chars', /each character once/],
  ['a character of another class', withClass('1a'), 'classes[1].chars', /no character with another class/],
  ['a negative minimum', withClass('1', -1), 'classes[1].min', /from 0 to 256/],
  ['a run of none', policy({ maxClassRun: 0 }), 'maxClassRun', /from 1 to 256/],
])('%s: told where and why', (_name, bad, field, message) => {
  expect(policyProblems(bad)).toEqual([{ field, message: expect.stringMatching(message) }]);
});

test('the most specific policy counts whole', () => {
  const [organization, vault, identity] = [policy({ length: 10 }), policy({ length: 11 }), policy({ length: 12 })];
  expect(effectivePolicy({})).toBe(DEFAULT_PASSWORD_POLICY);
  expect(effectivePolicy({ organization })).toBe(organization);
  expect(effectivePolicy({ organization, vault })).toBe(vault);
  expect(effectivePolicy({ organization, vault, identity })).toBe(identity);
});

test('a target with narrower limits narrows the policy', () => {
  const classes = [
    { chars: 'abc', min: 1 },
    { chars: '-_', min: 0 },
  ];
  const narrowed = withinLimits(policy({ length: 30, classes, edgeAlphanumeric: true }), {
    maxLength: 20,
    allowedChars: 'ac1',
  });
  expect(narrowed).toEqual({ length: 20, classes: [{ chars: 'ac', min: 1 }], edgeAlphanumeric: true });
  expect(withinLimits(policy({}), { minLength: 15 }).length).toBe(15);
  expect(withinLimits(policy({}), {})).toEqual(policy({}));
  expect(refuseUnsatisfiable(withinLimits(withClass('-', 1), { allowedChars: 'abc' }))).toBeDefined();
});
