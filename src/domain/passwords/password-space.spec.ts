import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { Random } from '../../kernel/random';
import { isRefusal } from '../../kernel/refusal';
import { DEFAULT_PASSWORD_POLICY } from './default-password-policy';
import { generatePassword, refuseUnsatisfiable } from './generate-password';
import type { PasswordPolicy } from './password-policy';
import { MOST_STEPS, PasswordSpace, stepsOf } from './password-space';

/** Looks random, and is the same on every run. */
const seeded = (seed: number): Random => {
  let drawn = 0;
  const bytes = (length: number) => {
    const blocks = Array.from({ length: Math.ceil(length / 32) }, () =>
      createHash('sha256')
        .update(`${seed} ${(drawn += 1)}`)
        .digest(),
    );
    return Buffer.concat(blocks).subarray(0, length);
  };
  // 32 bits over fewer than 100: the remainder favours nobody by more than a test can tell.
  return { bytes, below: (below) => Buffer.from(bytes(4)).readUInt32BE() % below };
};

/** The policy's words, read independently of how passwords are made. */
const satisfies = (password: string, { length, classes, maxClassRun, edgeAlphanumeric }: PasswordPolicy): boolean => {
  const kinds = password.split('').map((char) => classes.findIndex(({ chars }) => chars.includes(char)));
  const runs = kinds
    .map((kind, i) => kinds.slice(i).findIndex((other) => other !== kind))
    .map((n, i) => (n < 0 ? kinds.length - i : n));
  return (
    password.length === length &&
    !kinds.includes(-1) &&
    classes.every(({ min }, index) => kinds.filter((kind) => kind === index).length >= min) &&
    Math.max(...runs) <= (maxClassRun ?? length) &&
    (edgeAlphanumeric !== true || /^[A-Za-z0-9](.*[A-Za-z0-9])?$/.test(password))
  );
};

const allWords = (alphabet: string, length: number): string[] =>
  length === 0 ? [''] : allWords(alphabet, length - 1).flatMap((word) => alphabet.split('').map((char) => word + char));

const smallPolicy = fc.record(
  {
    length: fc.integer({ min: 1, max: 5 }),
    classes: fc
      .subarray(['ab', 'C', '1', '-'], { minLength: 1 })
      .chain((kinds) =>
        fc.tuple(
          ...kinds.map((chars) => fc.record({ chars: fc.constant(chars), min: fc.integer({ min: 0, max: 2 }) })),
        ),
      ),
    maxClassRun: fc.integer({ min: 1, max: 5 }),
    edgeAlphanumeric: fc.boolean(),
  },
  { requiredKeys: ['length', 'classes'] },
);

test('counts every password of a small policy once, and nothing else', () => {
  fc.assert(
    fc.property(smallPolicy, (policy) => {
      const alphabet = policy.classes.map(({ chars }) => chars).join('');
      const all = allWords(alphabet, policy.length).filter((word) => satisfies(word, policy));
      const { bits } = new PasswordSpace(policy);
      expect(Math.round(2 ** bits)).toBe(all.length);
    }),
    { numRuns: 150 },
  );
});

/** Whether some order of kinds keeps a policy of whole classes, found by trying them. */
const canBeMet = ({ length, classes, maxClassRun = length, edgeAlphanumeric = false }: PasswordPolicy): boolean => {
  const tried = new Set<string>();
  const goOn = (left: number, last: number, run: number, owed: readonly number[]): boolean => {
    const key = [left, last, run, ...owed].join();
    if (tried.has(key) || owed.reduce((sum, min) => sum + min, 0) > left) return false;
    tried.add(key);
    const isEdge = edgeAlphanumeric && (left === length || left === 1);
    return (
      left === 0 ||
      classes.some(({ chars }, kind) => {
        const next = kind === last ? run + 1 : 1;
        const rest = owed.map((min, index) => (index === kind ? Math.max(0, min - 1) : min));
        return next <= maxClassRun && (!isEdge || /[A-Za-z0-9]/.test(chars)) && goOn(left - 1, kind, next, rest);
      })
    );
  };
  const mins = classes.map(({ min }) => min);
  return goOn(length, -1, 0, mins);
};

test('generated passwords satisfy their policy, whatever it is', () => {
  const classes = fc
    .tuple(...[0, 1, 2, 3].map(() => fc.integer({ min: 0, max: 4 })))
    .map((mins) => DEFAULT_PASSWORD_POLICY.classes.map(({ chars }, index) => ({ chars, min: mins[index] ?? 0 })));
  const policies = fc.record(
    {
      length: fc.integer({ min: 8, max: 40 }),
      classes,
      maxClassRun: fc.integer({ min: 1, max: 6 }),
      edgeAlphanumeric: fc.boolean(),
    },
    { requiredKeys: ['length', 'classes'] },
  );
  fc.assert(
    fc.property(policies, fc.integer(), (policy, seed) => {
      const password = generatePassword(policy, seeded(seed));
      if (isRefusal(password)) expect(stepsOf(policy) > MOST_STEPS || !canBeMet(policy)).toBe(true);
      else expect(satisfies(password, policy)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

/** The 0.999 quantile of chi-square (Wilson and Hilferty's approximation). */
const chiSquareLimit = (freedom: number) =>
  freedom * (1 - 2 / (9 * freedom) + 3.09 * Math.sqrt(2 / (9 * freedom))) ** 3;

test('draws them all equally often', () => {
  const policy = {
    length: 4,
    classes: [
      { chars: 'ab', min: 1 },
      { chars: '12', min: 1 },
      { chars: '-', min: 0 },
    ],
    maxClassRun: 2,
    edgeAlphanumeric: true,
  };
  const random = seeded(1);
  const size = Math.round(2 ** new PasswordSpace(policy).bits);
  const perPassword = 40;
  const seen = new Map<string, number>();
  for (let n = 0; n < size * perPassword; n++) {
    const password = generatePassword(policy, random) as string;
    seen.set(password, (seen.get(password) ?? 0) + 1);
  }
  const chiSquare = [...seen.values()].reduce((sum, n) => sum + (n - perPassword) ** 2 / perPassword, 0);
  expect(seen.size).toBe(size);
  expect(chiSquare).toBeLessThan(chiSquareLimit(size - 1));
});

test('the default is as strong as it says', () => {
  expect(new PasswordSpace(DEFAULT_PASSWORD_POLICY).bits).toBeGreaterThanOrEqual(143);
  expect(refuseUnsatisfiable(DEFAULT_PASSWORD_POLICY)).toBeUndefined();
});

test.each<[string, PasswordPolicy, RegExp]>([
  [
    'more minima than characters',
    {
      length: 8,
      classes: [
        { chars: 'ab', min: 5 },
        { chars: '1', min: 4 },
      ],
    },
    /ask for 9 characters, and a password has 8/,
  ],
  [
    'runs that one class alone must break',
    { length: 8, classes: [{ chars: 'ab', min: 0 }], maxClassRun: 3 },
    /leave none/,
  ],
  [
    'nothing alphanumeric for the ends',
    { length: 8, classes: [{ chars: '-_', min: 0 }], edgeAlphanumeric: true },
    /leave none/,
  ],
  [
    'a class with nothing left',
    {
      length: 8,
      classes: [
        { chars: 'ab', min: 0 },
        { chars: '', min: 1 },
      ],
    },
    /leave none/,
  ],
  ['no class at all', { length: 8, classes: [] }, /leave none/],
])('%s: refused', (_name, policy, detail) => {
  const refusal = { refused: true, code: 'PASSWORD_POLICY_UNSATISFIABLE', detail: expect.stringMatching(detail) };
  expect(generatePassword(policy, seeded(3))).toEqual(refusal);
  expect(refuseUnsatisfiable(policy)).toEqual(refusal);
});
