import { Batcher } from './batcher';

test('what comes up in one turn is carried out once, what comes later once more', async () => {
  const carriedOut: (readonly number[])[] = [];
  const sums = new Batcher(async (items: readonly number[]) => {
    carriedOut.push(items);
    return items.reduce((sum, item) => sum + item, 0);
  });
  expect(await Promise.all([sums.with(1), sums.with(2)])).toEqual([3, 3]);
  expect(await sums.with(4)).toBe(4);
  expect(carriedOut).toEqual([[1, 2], [4]]);
});

test('a failure is everybody’s of that turn, and nobody’s of the next', async () => {
  let fails = true;
  const work = new Batcher(async (items: readonly string[]) => {
    if (fails) throw new Error('away');
    return items.length;
  });
  const [one, other] = await Promise.allSettled([work.with('a'), work.with('b')]);
  expect([one?.status, other?.status]).toEqual(['rejected', 'rejected']);
  fails = false;
  expect(await work.with('c')).toBe(1);
});
