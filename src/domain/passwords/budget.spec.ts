import fc from 'fast-check';
import type { Random } from '../../kernel/random';
import { isRefusal } from '../../kernel/refusal';
import { DEFAULT_PASSWORD_POLICY } from './default-password-policy';
import { generatePassword } from './generate-password';
import { judgePolicy } from './judge-policy';
import { withinLimits } from './password-limits';
import type { PasswordPolicy } from './password-policy';
import { MOST_STEPS, MOST_STEPS_TO_SET, PasswordSpace, stepsOf } from './password-space';
import { weaknessOf } from './policy-strength';
import { spaceOf } from './space-of';

import { stricterPolicy } from './stricter-policy';

/** Whatever is done with a policy, its cost in steps and memory is known and bounded before it is paid. */
const zeroes: Random = { below: () => 0, bytes: (length) => new Uint8Array(length) };
const six = (min: number) => ['ab', 'cd', 'ef', 'gh', 'ij', 'kl'].map((chars) => ({ chars, min }));

/** Everything that can be written in a policy, within what a caller may send. */
const anyPolicy: fc.Arbitrary<PasswordPolicy> = fc.record(
  {
    length: fc.integer({ min: 1, max: 256 }),
    classes: fc
      .uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'A', 'B', '0', '1', '-', '_'), { minLength: 1, maxLength: 6 })
      .chain((chars) => fc.tuple(...chars.map((char) => fc.record({ chars: fc.constant(char), min: fc.nat(256) })))),
    maxClassRun: fc.integer({ min: 1, max: 256 }),
    edgeAlphanumeric: fc.boolean(),
  },
  { requiredKeys: ['length', 'classes'] },
);

test.each<[string, PasswordPolicy]>([
  ['many classes with minima', { length: 256, classes: six(40) }],
  ['a long run remembered', { length: 256, classes: six(1), maxClassRun: 200 }],
  ['numbers beyond all counting', { length: 256, classes: six(42), maxClassRun: 255 }],
])('%s: refused as too complex, without counting', (_, policy) => {
  expect(judgePolicy(policy)).toMatchObject({
    code: 'PASSWORD_POLICY_UNSATISFIABLE',
    detail: expect.stringContaining('too complex'),
  });
  expect(generatePassword(policy, zeroes)).toMatchObject({ detail: expect.stringContaining('too complex') });
  expect(() => new PasswordSpace(policy)).toThrow(RangeError);
});

test('what is set anew costs less than what may be counted, and what stands already goes on', () => {
  const costly = { length: 200, classes: six(1) };
  expect(stepsOf(costly)).toBeLessThan(MOST_STEPS_TO_SET);
  const costlier = { ...costly, maxClassRun: 1, length: 60 };
  expect(stepsOf(costlier)).toBeGreaterThan(MOST_STEPS_TO_SET);
  expect(judgePolicy(costly)).toBeUndefined();
  expect(judgePolicy(costlier)).toMatchObject({ detail: expect.stringContaining('too complex') });
  expect(judgePolicy(costlier, {}, costlier)).toBeUndefined();
});

test('what a target’s refusal makes of a policy costs no more than the budget either, and leaves enough', () => {
  const strong = fc.record({
    length: fc.integer({ min: 24, max: 256 }),
    classes: fc
      .tuple(...[0, 1, 2, 3].map(() => fc.nat(8)))
      .map((mins) => DEFAULT_PASSWORD_POLICY.classes.map(({ chars }, index) => ({ chars, min: mins[index] ?? 0 }))),
  });
  fc.assert(
    fc.property(strong, (policy) => {
      fc.pre(judgePolicy(policy) === undefined);
      const stricter = stricterPolicy(policy);
      expect(stepsOf(stricter)).toBeLessThanOrEqual(MOST_STEPS);
      expect(judgePolicy(stricter, {}, stricter)).toBeUndefined();
      expect(weaknessOf(stricter)).toBeUndefined();
    }),
    { numRuns: 40 },
  );
});

test('the policy of many classes that a target refuses is made stricter by what can be paid', () => {
  const policy = { length: 200, classes: six(1) };
  expect(stepsOf({ ...policy, maxClassRun: 4 })).toBeGreaterThan(MOST_STEPS);
  expect(stricterPolicy(policy)).toEqual({ ...policy, edgeAlphanumeric: true });
});

test('all that earlier releases accepted can still be counted', () => {
  fc.assert(
    fc.property(anyPolicy, ({ length, classes, maxClassRun, ...rest }) => {
      const runs = maxClassRun === undefined || maxClassRun >= length ? 1 : maxClassRun * classes.length;
      fc.pre(classes.reduce((states, { min }) => states * (min + 1), length * runs) <= 50_000);
      expect(stepsOf({ length, classes, maxClassRun, ...rest } as PasswordPolicy)).toBeLessThanOrEqual(MOST_STEPS);
    }),
  );
});

test('no policy ends in anything but passwords or a refusal, brought within limits or not', () => {
  fc.assert(
    fc.property(anyPolicy, fc.nat(300), (policy, maxLength) => {
      for (const used of [policy, withinLimits(policy, { maxLength: maxLength + 1, allowedChars: 'ab01-' })]) {
        const space = spaceOf(used);
        if (!isRefusal(space)) expect(space.draw(zeroes)).toHaveLength(used.length);
      }
    }),
    { numRuns: 60 },
  );
});
