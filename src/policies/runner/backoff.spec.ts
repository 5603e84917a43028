import { ReadModelBehind, StoreUnavailable } from '../../kernel/store-errors';
import { failuresWith, retryAfterMs } from './backoff';

test('what fails again and again is tried ever more seldom; what waits for a read model is not', () => {
  const after = (error: Error) => [0, 1, 3, 20].map((failures) => retryAfterMs(error, failures));
  expect(after(new StoreUnavailable('away'))).toEqual([100, 200, 800, 30_000]);
  expect(after(new ReadModelBehind('sessions', 'is behind'))).toEqual([500, 500, 500, 500]);
});

test('a wait for a read model is no failure among the others', () => {
  expect(failuresWith(new ReadModelBehind('sessions', 'is behind'), 3)).toBe(3);
  expect(failuresWith(new StoreUnavailable('away'), 3)).toBe(4);
});
