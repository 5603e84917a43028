import { RefusedError } from '../../kernel/refused-error';
import { IdempotencyKeyBudget } from './key-budget';

const HOUR_MS = 60 * 60 * 1000;

describe('the idempotency keys of one user', () => {
  it('are bounded within a day: what comes beyond is told when to come again, and others are not concerned', () => {
    const budget = new IdempotencyKeyBudget(3);
    for (let n = 0; n < 3; n++) {
      budget.require('ann', n);
      budget.took('ann', n);
    }
    let told: unknown;
    try {
      budget.require('ann', 23 * HOUR_MS);
    } catch (error) {
      told = error;
    }
    expect(told).toBeInstanceOf(RefusedError);
    expect(told).toMatchObject({ refusal: { code: 'TOO_MANY_REQUESTS', extra: { retryAfterSeconds: 3600 } } });
    expect(() => budget.require('bob', 3)).not.toThrow();
    expect(() => budget.require('ann', 24 * HOUR_MS)).not.toThrow();
    budget.took('ann', 24 * HOUR_MS);
    expect(() => budget.require('ann', 25 * HOUR_MS)).not.toThrow();
  });

  it('are kept of 10,000 users at the most', () => {
    const budget = new IdempotencyKeyBudget(1);
    for (let n = 0; n <= 10_000; n++) budget.took(`u${n}`, n);
    expect(() => budget.require('u0', 10_001)).not.toThrow();
    expect(() => budget.require('u1', 10_001)).toThrow(RefusedError);
  });
});

test('one user may have 100,000 keys in a day', () => {
  const budget = new IdempotencyKeyBudget();
  for (let n = 0; n < 100_000; n++) budget.took('ann', n);
  expect(() => budget.require('ann', 100_000)).toThrow(RefusedError);
  expect(() => budget.require('bob', 100_000)).not.toThrow();
});
