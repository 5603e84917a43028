import { stopInOrder, type StopStep } from './stop-in-order';

describe('an orderly stop', () => {
  const done: string[] = [];
  const troubles: string[] = [];
  const step = (what: string, stop: () => Promise<unknown> = async () => undefined, withinMs = 1000): StopStep => ({
    what,
    withinMs,
    stop: async () => {
      await stop();
      done.push(what);
    },
  });
  const stop = (...steps: StopStep[]) => stopInOrder(steps, (what) => void troubles.push(what));
  beforeEach(() => {
    done.length = 0;
    troubles.length = 0;
    jest.useFakeTimers();
  });
  afterEach(() => jest.useRealTimers());

  it('does one step after the other', async () => {
    let open = true;
    const first = step('requests', async () => {
      await Promise.resolve();
      open = false;
    });
    await stop(
      first,
      step('stores', async () => expect(open).toBe(false)),
    );
    expect(done).toEqual(['requests', 'stores']);
  });

  it('goes on after a step that fails, tells it, and fails at the end', async () => {
    const failing = step('policies', () => Promise.reject(new Error('stuck')));
    await expect(stop(step('requests'), failing, step('stores'))).rejects.toThrow(AggregateError);
    expect([done, troubles]).toEqual([['requests', 'stores'], ['stopping: policies']]);
  });

  it('waits for work that is under way, and goes on without what does not end', async () => {
    let end = (): void => undefined;
    const deep = step('policies', () => new Promise<void>((resolve) => (end = resolve)), 15_000);
    const stopped = stop(deep, step('stores'));
    await jest.advanceTimersByTimeAsync(12_000);
    expect(done).toEqual([]);
    end();
    await stopped;
    expect(done).toEqual(['policies', 'stores']);
    done.length = 0;
    const hung = step('policies', () => new Promise(() => undefined), 15_000);
    const failure = stop(hung, step('stores')).catch((error: unknown) => error);
    await jest.advanceTimersByTimeAsync(15_000);
    expect(await failure).toBeInstanceOf(AggregateError);
    expect([done, troubles]).toEqual([['stores'], ['stopping: policies']]);
  });
});
