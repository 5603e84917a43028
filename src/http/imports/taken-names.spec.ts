import { TakenNames } from './taken-names';

const settled = async () => undefined;
const refusal = new Error('refused');

/** Something that is made when somebody says so. */
const slow = () => {
  let resolve: (became: 'made') => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const making = new Promise<'made'>((done, failed) => {
    [resolve, reject] = [done, failed];
  });
  return { make: () => making, made: () => resolve('made'), refused: () => reject(refusal) };
};

test('what is there is not made, and who asks is judged all the same', async () => {
  const there = jest.fn(settled);
  const make = jest.fn(async () => 'made' as const);
  expect(await new TakenNames(new Set(['a'])).once('a', make, there)).toEqual({ became: 'exists', differs: false });
  expect([make.mock.calls.length, there.mock.calls.length]).toEqual([0, 1]);
});

test('of many that are called the same at once one is made', async () => {
  const names = new TakenNames(new Set());
  const first = slow();
  const others = jest.fn(async () => 'made' as const);
  const outcomes = [names.once('a', first.make, settled), ...[1, 2].map(() => names.once('a', others, settled))];
  first.made();
  expect((await Promise.all(outcomes)).map(({ became }) => became)).toEqual(['made', 'exists', 'exists']);
  expect(others).not.toHaveBeenCalled();
});

test('where the first is refused while others wait, the next one is made: nothing of the name is there', async () => {
  const names = new TakenNames(new Set());
  const first = slow();
  const others = jest.fn(async () => 'made' as const);
  const refused = names.once('a', first.make, settled);
  const outcomes = [1, 2].map(() => names.once('a', others, settled));
  first.refused();
  await expect(refused).rejects.toBe(refusal);
  expect((await Promise.all(outcomes)).map(({ became }) => became)).toEqual(['made', 'exists']);
  expect(others).toHaveBeenCalledTimes(1);
});

test('another value under a name that a line had is told, whether that one was made now or before', async () => {
  const names = new TakenNames(new Set(['b']));
  const say = (name: string, value: string) => names.once(name, async () => 'made', settled, value);
  const said = [
    await say('a', 'x'),
    await say('a', 'x'),
    await say('a', 'y'),
    await say('b', 'x'),
    await say('b', 'y'),
  ];
  expect(said.map(({ differs }) => differs)).toEqual([false, false, true, false, true]);
});
