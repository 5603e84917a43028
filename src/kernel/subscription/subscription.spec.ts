import { placeAt, ScriptedLog, type Act } from '../../../test/support/scripted-log';
import { systemClock } from '../../adapters/outside/system-clock';
import { ORIGIN } from './mark';
import type { Subscriber } from './subscriber';
import { Subscription } from './subscription';
import { Turns } from './turns';

const away = new Error('away');

/** A subscriber that notes what it takes, on a log that plays a script. Chance leaves the pauses at their least. */
const following = (script: (readonly Act[])[], more: Partial<Subscriber> = {}) => {
  const log = new ScriptedLog(script);
  const [taken, troubles]: [string[], unknown[]] = [[], []];
  const subscription = new Subscription(
    {
      name: 'spec',
      take: ({ events }) => void taken.push(...events.map(({ id }) => id)),
      onError: (error) => void troubles.push(error),
      ...more,
    },
    { store: log.store, clock: systemClock, random: { below: () => 0 } },
    { running: new Set(), turns: new Turns(), onWentBack: () => undefined },
  );
  return { log, taken, troubles, subscription };
};
const settle = () => jest.advanceTimersByTimeAsync(0);

beforeEach(() => jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] }));
afterEach(() => jest.useRealTimers());

test('what a broken subscription delivered is not asked for again', async () => {
  const { log, taken, troubles, subscription } = following([[[1], [2], away], [[3]]]);
  subscription.start(ORIGIN);
  await settle();
  expect([taken, troubles]).toEqual([['e1', 'e2'], [away]]);
  await jest.advanceTimersByTimeAsync(25);
  expect(taken).toEqual(['e1', 'e2', 'e3']);
  expect(log.asked).toEqual([placeAt(0), placeAt(2)]);
  expect(subscription).toMatchObject({ position: placeAt(3), failures: 1, resubscriptions: 1 });
  await subscription.stop();
});

test('one that ends of itself is taken up again, too', async () => {
  const { taken, troubles, subscription } = following([[[1], 'end'], [[2]]]);
  subscription.start(ORIGIN);
  await jest.advanceTimersByTimeAsync(25);
  expect([taken, troubles]).toEqual([['e1', 'e2'], []]);
  await subscription.stop();
});

test('pauses double up to five seconds, and start small again when it got further', async () => {
  const { log, subscription } = following([...Array.from({ length: 12 }, () => [away]), [[1], away], [away]]);
  subscription.start(ORIGIN);
  const pauses: number[] = [];
  for (let [asked, since] = [1, systemClock.now()]; log.asked.length < 15;) {
    await jest.advanceTimersByTimeAsync(5);
    if (log.asked.length === asked) continue;
    pauses.push(systemClock.now() - since);
    [asked, since] = [log.asked.length, systemClock.now()];
  }
  expect(pauses).toEqual([25, 50, 100, 200, 400, 800, 1600, 2500, 2500, 2500, 2500, 2500, 25, 50]);
  await subscription.stop();
});

test('an empty step is no step further: a server that greets and hangs up is not asked without end', async () => {
  const { log, subscription } = following(Array.from({ length: 100 }, () => [[], away]));
  subscription.start(ORIGIN);
  await jest.advanceTimersByTimeAsync(10_000);
  expect(log.asked.length).toBeLessThan(12);
  await subscription.stop();
});

test('a batch that can not be taken comes again, and it says since when it stands still', async () => {
  let chokes = 3;
  const taken: string[] = [];
  const { troubles, subscription } = following([[[1], [2]], [[2]], [[2]], [[2], [3]]], {
    take: ({ events }) => {
      if (events[0]?.id === 'e2' && chokes-- > 0) throw new Error('e2');
      taken.push(...events.map(({ id }) => id));
    },
  });
  const began = systemClock.now();
  subscription.start(ORIGIN);
  await jest.advanceTimersByTimeAsync(25 + 50);
  expect(troubles).toHaveLength(3);
  expect(subscription.standsStill).toMatchObject({ since: began, tries: 3, error: new Error('e2') });
  expect(subscription.position).toBe(placeAt(1));
  await jest.advanceTimersByTimeAsync(100);
  expect(taken).toEqual(['e1', 'e2', 'e3']);
  expect(subscription.standsStill).toBeUndefined();
  await subscription.stop();
});

test('somebody who waits for it ends its pause: it is taken up again at once', async () => {
  const { taken, subscription } = following([...Array.from({ length: 8 }, () => [away]), [[1]]]);
  subscription.start(ORIGIN);
  await jest.advanceTimersByTimeAsync(25 + 50 + 100 + 200 + 400 + 800 + 1600);
  await settle();
  expect(taken).toEqual([]);
  subscription.hurry();
  await settle();
  expect(taken).toEqual(['e1']);
  await subscription.stop();
});

test('stopped while it pauses, it ends at once and asks no more', async () => {
  const { log, subscription } = following([[away], [[1]]]);
  subscription.start(ORIGIN);
  await settle();
  await subscription.stop();
  await jest.advanceTimersByTimeAsync(10_000);
  expect(log.asked).toHaveLength(1);
});

test('stopped while a batch is in hand, it waits for it and takes nothing more', async () => {
  let done = () => {};
  const began: string[] = [];
  const { subscription } = following([[[1], [2]]], {
    take: ({ events }) => {
      began.push(...events.map(({ id }) => id));
      return new Promise((resolve) => (done = resolve));
    },
  });
  subscription.start(ORIGIN);
  await settle();
  let stopped = false;
  const stopping = subscription.stop().then(() => (stopped = true));
  await settle();
  expect(stopped).toBe(false);
  done();
  await stopping;
  expect([began, subscription.position]).toEqual([['e1'], placeAt(1)]);
});
