import type { PasswordPolicy } from './password-policy';

export interface PolicyProblem {
  /** Path inside the policy, such as `classes[0].chars`. */
  readonly field: string;
  readonly message: string;
}

export const MIN_PASSWORD_LENGTH = 8;
export const MAX_PASSWORD_LENGTH = 256;
export const MAX_CHARACTER_CLASSES = 6;

const VISIBLE_ASCII = /^[!-~]+$/;

const isWhole = (value: number, from: number, to: number): boolean =>
  Number.isInteger(value) && value >= from && value <= to;

const REQUIRED = ['length', 'classes'] as const;

/** What is wrong with a policy in itself, told so that a manager can put it right; whether any password satisfies it is another question. */
export const policyProblems = (policy: PasswordPolicy): readonly PolicyProblem[] => {
  // A part of one that was merged into none.
  const lacking = REQUIRED.filter((field) => (policy as Partial<PasswordPolicy>)[field] === undefined);
  if (lacking.length > 0) return lacking.map((field) => ({ field, message: 'is required' }));
  const problems: PolicyProblem[] = [];
  const expect = (holds: boolean, field: string, message: string): void => {
    if (!holds) problems.push({ field, message });
  };
  const { length, classes, maxClassRun } = policy;
  expect(
    isWhole(length, MIN_PASSWORD_LENGTH, MAX_PASSWORD_LENGTH),
    'length',
    `must be a whole number from ${MIN_PASSWORD_LENGTH} to ${MAX_PASSWORD_LENGTH}`,
  );
  expect(
    isWhole(classes.length, 1, MAX_CHARACTER_CLASSES),
    'classes',
    `must name 1 to ${MAX_CHARACTER_CLASSES} classes of characters`,
  );
  expect(
    maxClassRun === undefined || isWhole(maxClassRun, 1, MAX_PASSWORD_LENGTH),
    'maxClassRun',
    `must be a whole number from 1 to ${MAX_PASSWORD_LENGTH}`,
  );
  const taken = new Set<string>();
  classes.forEach(({ chars, min }, index) => {
    const field = `classes[${index}]`;
    const isClean = VISIBLE_ASCII.test(chars);
    expect(isClean, `${field}.chars`, 'must be one or more printable ASCII characters, without the space');
    expect(new Set(chars).size === chars.length, `${field}.chars`, 'must name each character once');
    expect(
      !chars.split('').some((char) => taken.has(char)),
      `${field}.chars`,
      'must share no character with another class',
    );
    expect(
      isWhole(min, 0, MAX_PASSWORD_LENGTH),
      `${field}.min`,
      `must be a whole number from 0 to ${MAX_PASSWORD_LENGTH}`,
    );
    for (const char of chars) taken.add(char);
  });
  return problems;
};
