import { sinkFact, sinkFacts } from '../../../test/support/sinks/sink-items';
import { inBatches } from './in-batches';

const numbers = (n: number) => Array.from({ length: n }, (_, at) => at + 1);

test('at most a hundred at once, in order', () => {
  const batches = inBatches(sinkFacts(...numbers(250)));
  expect(batches.map(({ length }) => length)).toEqual([100, 100, 50]);
  expect(batches.flat().map(({ id }) => id)).toEqual(numbers(250).map((n) => `e${n}`));
});

test('and about half a mebibyte; what is heavier goes alone', () => {
  const heavy = (n: number, bytes: number) => sinkFact(n, { canonical: 'x'.repeat(bytes) });
  const batches = inBatches([heavy(1, 300_000), heavy(2, 300_000), heavy(3, 900_000), heavy(4, 10)]);
  expect(batches.map((batch) => batch.map(({ id }) => id))).toEqual([['e1'], ['e2'], ['e3'], ['e4']]);
  expect(inBatches([])).toEqual([]);
});
