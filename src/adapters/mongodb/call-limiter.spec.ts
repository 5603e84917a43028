import { CallLimiter } from './call-limiter';

test('calls under way are bounded, those given up too: beyond it they are refused at once, and the next is taken', async () => {
  const limiter = new CallLimiter(10);
  const ends: (() => void)[] = [];
  const calls = Array.from({ length: 1000 }, () =>
    limiter.run(() => new Promise<void>((resolve) => ends.push(resolve))),
  );
  // All of them took too long, and the driver has none of them back.
  const given = await Promise.allSettled(calls);
  expect(given.filter(({ status }) => status === 'rejected')).toHaveLength(1000);
  await expect(limiter.run(async () => 'x')).rejects.toThrow(/too many calls/);
  ends.forEach((end) => end());
  await new Promise(setImmediate);
  await expect(limiter.run(async () => 'x')).resolves.toBe('x');
});
