import { ReadModelBehind, StoreUnavailable } from '../../kernel/store-errors';
import { retryAfterMs } from './backoff';

test('what fails again and again is tried ever more seldom; what waits for a read model is not', () => {
  const after = (error: Error) => [0, 1, 3, 20].map((failures) => retryAfterMs(error, failures));
  expect(after(new StoreUnavailable('away'))).toEqual([100, 200, 800, 30_000]);
  expect(after(new ReadModelBehind('sessions', 'is behind'))).toEqual([500, 500, 500, 500]);
});
