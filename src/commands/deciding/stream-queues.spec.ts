import { StreamQueues } from './stream-queues';

describe('queues of streams', () => {
  const sizeOf = (queues: StreamQueues) => (queues as unknown as { tails: Map<string, unknown> }).tails.size;

  it('run what waits for one stream in order, also past a failure', async () => {
    const queues = new StreamQueues();
    const done: number[] = [];
    const runs = [1, 2, 3].map((n) =>
      queues.run('a', async () => {
        await new Promise(setImmediate);
        done.push(n);
        if (n === 2) throw new Error('two');
        return n;
      }),
    );
    expect(await Promise.allSettled(runs)).toMatchObject([{ value: 1 }, { reason: { message: 'two' } }, { value: 3 }]);
    expect(done).toEqual([1, 2, 3]);
  });

  it('do not wait for each other', async () => {
    const queues = new StreamQueues();
    let free = () => {};
    const held = queues.run('a', () => new Promise<void>((resolve) => (free = resolve)));
    expect(await queues.run('b', async () => 'done')).toBe('done');
    free();
    await held;
  });

  it('take no memory once they are empty', async () => {
    const queues = new StreamQueues();
    await Promise.allSettled(
      Array.from({ length: 30 }, (_, i) => queues.run(`${i % 3}`, () => Promise.reject(new Error('no')))),
    );
    expect(sizeOf(queues)).toBe(0);
  });
});
