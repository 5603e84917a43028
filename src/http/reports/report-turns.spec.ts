import { RefusedError } from '../../kernel/refused-error';
import { ReportTurns } from './report-turns';

const refusalOf = (enter: () => unknown) => {
  try {
    enter();
  } catch (error) {
    return error instanceof RefusedError ? [error.refusal.code, error.refusal.extra?.['retryAfterSeconds']] : error;
  }
  return undefined;
};

test('a caller has one report at once, and the next one when it is over', () => {
  const turns = new ReportTurns();
  const leave = turns.enter('ann');
  expect(refusalOf(() => turns.enter('ann'))).toEqual(['TOO_MANY_REQUESTS', 5]);
  expect(refusalOf(() => turns.enter('bob'))).toBeUndefined();
  leave();
  expect(refusalOf(() => turns.enter('ann'))).toBeUndefined();
});

test('four are made at once', () => {
  const turns = new ReportTurns();
  const leaving = ['a', 'b', 'c', 'd'].map((caller) => turns.enter(caller));
  expect(refusalOf(() => turns.enter('e'))).toEqual(['TOO_MANY_REQUESTS', 5]);
  leaving[2]?.();
  expect(refusalOf(() => turns.enter('e'))).toBeUndefined();
});
