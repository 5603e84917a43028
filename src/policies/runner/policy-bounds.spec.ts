import { followedIn } from '../../../test/support/followed-in';
import { InMemoryEventStore } from '../../../test/support/in-memory-event-store';
import { fact } from '../../../test/support/read-side';
import type { DeadlineDocument } from '../../../projections/deadlines/document';
import type { RecordedEvent } from '../../kernel/recorded-event';
import { ORIGIN } from '../../kernel/subscription/mark';
import { DueRound } from './due-round';
import { PolicySubscription } from './policy-subscription';

/** What docs/bounds.md says of the policies of a server, at the numbers that it names. */
beforeEach(() => jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] }));
afterEach(() => jest.useRealTimers());

/** Lets so much time pass in steps, for what waits between two tries. */
const pass = async (ms: number) => {
  for (let passed = 0; passed < ms; passed += 50) await jest.advanceTimersByTimeAsync(50);
};

test('a policy has begun 1,000 events and not done them: it stands still until one is done', async () => {
  const log = new InMemoryEventStore();
  const begun = new Set<number>();
  let works = false;
  const react = async ({ data }: RecordedEvent) => {
    const { n } = data as { n: number };
    begun.add(n);
    if (!works || n !== 7) throw new TypeError('poison');
  };
  const subscription = new PolicySubscription(
    { name: 'p' },
    { types: ['test.added.v1'], react },
    {
      subscriptions: followedIn(log),
      parking: { of: async () => [], park: async () => undefined, unpark: async () => undefined },
      checkpoints: { get: async () => ORIGIN, set: async () => true },
      clock: { now: () => 0 },
      trouble: () => undefined,
    },
  );
  await subscription.start();
  await log.append(
    'test-1',
    'any',
    Array.from({ length: 1_010 }, (_, n) => fact(n, [])),
  );
  await pass(2_000);
  expect(begun.size).toBe(1_000);
  works = true;
  await pass(10_000);
  expect(begun.size).toBe(1_001);
  await subscription.stop();
}, 60_000);

test('10,000 failures of what is due are remembered; the others are tried again in the next round', async () => {
  const due = Array.from({ length: 10_005 }, (_, n) => ({ id: `rotation:${n}`, dueAt: '2026-03-01' }));
  const find = async ({ after, limit }: { after?: { id: string }; limit: number }) => {
    const from = after === undefined ? 0 : Number(after.id.split(':')[1]) + 1;
    return due.slice(from, from + limit);
  };
  let tries = 0;
  const carryOut = async (_: DeadlineDocument) => {
    tries += 1;
    throw new TypeError('poison');
  };
  const on = {
    models: { readModel: () => ({ find }) },
    readSide: { head: async () => '', waitFor: async () => true },
    clock: { now: () => Date.parse('2026-03-02') },
    trouble: () => undefined,
  } as unknown as ConstructorParameters<typeof DueRound>[2];
  const round = new DueRound('rotate', { kind: 'rotation', everyMs: 1000, carryOut }, on);
  await round.run();
  expect(tries).toBe(10_005);
  await round.run();
  expect(tries).toBe(10_005 + 5);
});
