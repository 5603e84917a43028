import { CONNECTORS } from '../identities/connectors';
import { DEFAULT_PASSWORD_POLICY } from './default-password-policy';
import { judgePolicy } from './judge-policy';
import { withinLimits } from './password-limits';
import type { PasswordPolicy } from './password-policy';
import { bitsOf, isWeaker, weaknessOf } from './policy-strength';

/** A policy leaves at least 2^64 passwords, whatever takes them away: few characters, minima, runs, ends, a target. */
const of = (length: number, ...classes: (readonly [string, number])[]): PasswordPolicy => ({
  length,
  classes: classes.map(([chars, min]) => ({ chars, min })),
});
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

test.each<[string, PasswordPolicy, RegExp]>([
  ['one character', of(8, ['a', 0]), /leaves 0.0 bits/],
  ['one bit below', of(63, ['ab', 0]), /leaves 63.0 bits/],
  ['a short one of many characters', of(9, [LETTERS, 0], ['ABCDEFGHIJKLMNOPQRSTUVWXYZ', 0]), /leaves 51.3 bits/],
  ['minima that leave no choice', of(20, [LETTERS, 0], ['0', 20]), /leaves 0.0 bits/],
  ['runs that fix the classes', { ...of(32, ['ab', 0], ['1', 0]), maxClassRun: 1 }, /leaves 17.0 bits/],
  ['ends that cost the last bits', { ...of(64, ['a-', 0]), edgeAlphanumeric: true }, /leaves 62.0 bits/],
])('%s: refused, with what it leaves', (_, policy, detail) => {
  expect(judgePolicy(policy)).toMatchObject({
    code: 'PASSWORD_POLICY_UNSATISFIABLE',
    detail: expect.stringMatching(detail),
  });
});

test.each<[string, PasswordPolicy]>([
  ['64 of two', of(64, ['ab', 0])],
  ['16 of sixteen', of(16, ['0123456789abcdef', 0])],
  ['the default', DEFAULT_PASSWORD_POLICY],
])('%s: exactly enough, or more', (_, policy) => {
  expect(judgePolicy(policy)).toBeUndefined();
  expect(weaknessOf(policy)).toBeUndefined();
});

test('a target that takes fewer characters, or shorter ones, counts', () => {
  expect(judgePolicy(of(40, [LETTERS, 0]), { maxLength: 10 })).toMatchObject({
    detail: expect.stringContaining('leaves 47.0 bits'),
  });
  expect(judgePolicy(of(40, [LETTERS, 0]), { allowedChars: 'ab' })).toMatchObject({
    detail: expect.stringContaining('leaves 40.0 bits'),
  });
});

test('one that was weak before it was refused goes on, told as a warning, until it is changed', () => {
  const weak = of(8, ['abc', 1]);
  expect(judgePolicy(weak, {}, weak)).toBeUndefined();
  expect(weaknessOf(weak)).toEqual({ code: 'PASSWORD_POLICY_WEAK', detail: expect.stringContaining('12.6 bits') });
  expect(judgePolicy({ ...weak, length: 9 }, {}, weak)).toMatchObject({ code: 'PASSWORD_POLICY_UNSATISFIABLE' });
});

test('the default leaves 2^128 on every target', () => {
  for (const { limits = {} } of Object.values(CONNECTORS)) {
    expect(bitsOf(withinLimits(DEFAULT_PASSWORD_POLICY, limits))).toBeGreaterThanOrEqual(128);
  }
});

test('weaker is fewer passwords, however it looks', () => {
  expect(isWeaker(of(30, [LETTERS, 0]), DEFAULT_PASSWORD_POLICY)).toBe(true);
  expect(isWeaker(of(31, [LETTERS, 0]), DEFAULT_PASSWORD_POLICY)).toBe(false);
  expect(isWeaker(DEFAULT_PASSWORD_POLICY, DEFAULT_PASSWORD_POLICY)).toBe(false);
});
