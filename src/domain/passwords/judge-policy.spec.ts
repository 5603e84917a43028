import { isRefusal } from '../../kernel/refusal';
import { judgePolicy } from './judge-policy';
import type { PasswordLimits } from './password-limits';
import type { PasswordPolicy } from './password-policy';
import { isWeak } from './policy-strength';

/** May a policy stand, and what is told first of one that may not? */
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const of = (length: number, ...classes: (readonly [string, number])[]): PasswordPolicy => ({
  length,
  classes: classes.map(([chars, min]) => ({ chars, min })),
});
const SIX = ['ab', 'cd', 'ef', 'gh', 'ij', 'kl'] as const;
const six = (length: number, min: number): PasswordPolicy => of(length, ...SIX.map((chars) => [chars, min] as const));
const GOOD = of(24, [LETTERS, 1]);
const WEAK = of(8, [LETTERS, 0]);

const toldOf = (policy: PasswordPolicy | null | undefined, limits?: PasswordLimits, before?: PasswordPolicy) => {
  const refusal = judgePolicy(policy, limits, before);
  if (refusal === undefined) return 'stands';
  const { errors = [] } = (refusal.extra ?? {}) as { errors?: readonly { field: string }[] };
  const why = /too complex|ask for|leave none|leaves/.exec(refusal.detail)?.[0];
  return errors.length > 0 ? errors.map(({ field }) => field).join(' ') : `${refusal.code} ${why}`;
};
const UNSATISFIABLE = 'PASSWORD_POLICY_UNSATISFIABLE';

test.each<[string, PasswordPolicy | null | undefined, string]>([
  ['none', undefined, 'stands'],
  ['none any more', null, 'stands'],
  ['a good one', GOOD, 'stands'],
  ['a wrong field, told by its name', of(24, ['é', 0]), 'passwordPolicy.classes[0].chars'],
  ['two wrong fields', of(24, ['', 0], [LETTERS, -1]), 'passwordPolicy.classes[0].chars passwordPolicy.classes[1].min'],
  ['too short', of(7, [LETTERS, 0]), 'passwordPolicy.length'],
  ['too short, and asks for more than its length', of(7, [LETTERS, 8]), `${UNSATISFIABLE} ask for`],
  ['too short, and its runs leave none', { ...of(7, [LETTERS, 0]), maxClassRun: 1 }, `${UNSATISFIABLE} leave none`],
  [
    'too short, impossible, and wrong besides',
    of(7, ['é', 8]),
    'passwordPolicy.length passwordPolicy.classes[0].chars',
  ],
  ['too long, and impossible', of(257, [LETTERS, 200], ['01', 200]), 'passwordPolicy.length'],
  ['weak', WEAK, `${UNSATISFIABLE} leaves`],
  ['asks for more than its length', of(24, [LETTERS, 20], ['01', 5]), `${UNSATISFIABLE} ask for`],
  ['asks for exactly its length', of(24, [LETTERS, 20], ['01', 4]), 'stands'],
  ['too complex', six(256, 30), `${UNSATISFIABLE} too complex`],
  ['too complex, and asks for exactly its length', six(120, 20), `${UNSATISFIABLE} too complex`],
  ['too complex, and asks for more than its length: that is told', six(119, 20), `${UNSATISFIABLE} ask for`],
])('%s', (_, policy, expected) => {
  expect(toldOf(policy)).toBe(expected);
});

test.each<[string, PasswordPolicy, PasswordLimits, PasswordPolicy | undefined, string]>([
  ['weak as it was before', WEAK, {}, WEAK, 'stands'],
  ['weak, where another weak one was before', WEAK, {}, { ...WEAK, length: 9 }, `${UNSATISFIABLE} leaves`],
  [
    'as before, where the target’s characters leave none',
    of(24, [LETTERS, 1]),
    { allowedChars: '1' },
    GOOD,
    `${UNSATISFIABLE} leave none`,
  ],
  ['within what the target takes', GOOD, { allowedChars: 'abcdefgh' }, undefined, 'stands'],
  ['weak by what the target takes', GOOD, { maxLength: 8 }, undefined, `${UNSATISFIABLE} leaves`],
  ['long enough by what the target asks for', WEAK, { minLength: 20 }, undefined, 'stands'],
])('%s', (_, policy, limits, before, expected) => {
  expect(toldOf(policy, limits, before)).toBe(expected);
});

test('how weak it is, is told in bits', () => {
  expect(judgePolicy(of(9, [LETTERS, 0], [LETTERS.toUpperCase(), 0]))).toMatchObject({
    extra: { bits: 51, leastBits: 64 },
  });
  expect([isWeak(WEAK), isWeak(GOOD), isRefusal(judgePolicy(WEAK))]).toEqual([true, false, true]);
});
