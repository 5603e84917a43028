import { StoreUnavailable } from '../../kernel/store-errors';
import { StreamQueues } from './stream-queues';

describe('queues of streams', () => {
  const sizeOf = (queues: StreamQueues) => (queues as unknown as { queues: Map<string, unknown> }).queues.size;

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

  it('refuse whoever finds too many waiting ahead, at once, and take the next when one has gone', async () => {
    const queues = new StreamQueues(2);
    const ends: (() => void)[] = [];
    const held = () => queues.run('a', () => new Promise<void>((resolve) => ends.push(resolve)));
    const [first, second, third] = [held(), held(), held()];
    let ran = false;
    const crowded = queues.run('a', async () => {
      ran = true;
    });
    await expect(crowded).rejects.toThrow(StoreUnavailable);
    expect(ran).toBe(false);
    expect(await queues.run('b', async () => 'free')).toBe('free');
    ends[0]?.();
    await first;
    await new Promise(setImmediate);
    const fourth = held();
    for (let n = 1; n < 4; n++) {
      ends[n]?.();
      await new Promise(setImmediate);
    }
    await Promise.all([second, third, fourth]);
    expect(sizeOf(queues)).toBe(0);
  });
});

test('2,048 may wait for one stream', async () => {
  const queues = new StreamQueues();
  let free = () => {};
  const held = queues.run('a', () => new Promise<void>((resolve) => (free = resolve)));
  const waiting = Array.from({ length: 2048 }, () => queues.run('a', async () => undefined));
  await expect(queues.run('a', async () => undefined)).rejects.toThrow(StoreUnavailable);
  free();
  await Promise.all([held, ...waiting]);
});
