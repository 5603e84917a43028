import { KeyedBatcher } from './keyed-batcher';

describe('what comes while the same is being decided', () => {
  const runs: { items: readonly number[]; end: () => void; fail: (error: Error) => void }[] = [];
  let batcher: KeyedBatcher<number>;
  beforeEach(() => {
    runs.length = 0;
    batcher = new KeyedBatcher();
  });
  const carryOut = (items: readonly number[]) =>
    new Promise<void>((end, fail) => {
      runs.push({ items, end, fail });
    });
  const come = (key: string, item: number) => batcher.with(key, item, carryOut);

  it('is decided together afterwards, and what is of another key beside it', async () => {
    const first = come('a', 1);
    const rest = [come('a', 2), come('a', 3)];
    const other = come('b', 4);
    expect(runs.map(({ items }) => items)).toEqual([[1], [4]]);
    runs[0]?.end();
    await first;
    rest.push(come('a', 5));
    await Promise.resolve();
    expect(runs.at(-1)?.items).toEqual([2, 3, 5]);
    runs.forEach(({ end }) => end());
    await Promise.all([...rest, other]);
    const next = come('a', 6);
    expect(runs.at(-1)?.items).toEqual([6]);
    runs.at(-1)?.end();
    await next;
  });

  it('is decided also where what came before failed, and all of it fails as one', async () => {
    const first = come('a', 1);
    const rest = [come('a', 2), come('a', 3)];
    runs[0]?.fail(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
    await Promise.resolve();
    runs[1]?.fail(new Error('gone again'));
    for (const each of rest) await expect(each).rejects.toThrow('gone again');
  });
});
