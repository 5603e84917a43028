import { setImmediate as nextTurn } from 'node:timers/promises';
import { followedIn } from '../../../test/support/followed-in';
import { InMemoryEventStore } from '../../../test/support/in-memory-event-store';
import { fact } from '../../../test/support/read-side';
import { until } from '../../../test/support/until';
import { growingPauseMs } from './growing-pause';
import { ORIGIN } from './mark';

test('each is reported from its start to its end, with what it has not taken yet', async () => {
  const log = new InMemoryEventStore({ size: () => 1 });
  const subscriptions = followedIn(log);
  let go = () => {};
  const one = subscriptions.of({
    name: 'one',
    take: ({ events }) => (events.length === 0 ? undefined : new Promise((resolve) => (go = resolve))),
    onError: () => undefined,
  });
  expect(await subscriptions.reports()).toEqual([]);
  one.start(ORIGIN);
  expect(await subscriptions.reports()).toEqual([
    { name: 'one', position: '', lag: 0, failures: 0, resubscriptions: 0 },
  ]);
  await log.append('s-1', 'any', [fact(1, []), fact(2, [])]);
  await until('the first', () => go.name !== 'go');
  expect(await subscriptions.reports()).toMatchObject([{ lag: 2, oldestUnhandledAt: '2026-01-01T00:00:00.000Z' }]);
  const stopping = one.stop();
  go();
  await stopping;
  expect(await subscriptions.reports()).toEqual([]);
});

test('who is asked for the head again and again lets everybody get on, also while one can not leave a lost place', async () => {
  const log = new InMemoryEventStore({ size: () => 1 });
  const subscriptions = followedIn(log);
  for (let n = 0; n < 5; n++) await log.append('s-1', 'any', [fact(n, [])]);
  const far = await log.head();
  const ended = subscriptions.of({
    name: 'ended',
    take: () => undefined,
    onWentBack: async () => undefined,
    onError: () => undefined,
  });
  let stuckTries = 0;
  const stuck = subscriptions.of({
    name: 'stuck',
    take: () => undefined,
    onWentBack: async () => {
      stuckTries += 1;
      throw new Error('can not begin another build yet');
    },
    onError: () => undefined,
  });
  let taken = 0;
  const other = subscriptions.of({
    name: 'other',
    take: async ({ events }) => {
      // As long as a batch takes, somebody asks for the head.
      await subscriptions.head();
      taken += events.length;
    },
    onError: () => undefined,
  });
  [ended, stuck, other].forEach((each) => each.start(ORIGIN));
  await until('all to have come', () => ended.position === far && stuck.position === far && other.position === far);
  log.events.splice(3);
  await subscriptions.head();
  await until('it to be noticed', () => stuckTries > 1);
  taken = 0;
  for (let n = 0; n < 3; n++) await log.append('s-1', 'any', [fact(10 + n, [])]);
  await until('what came since to be taken', async () => (await subscriptions.head()) !== '' && taken >= 3);
  expect((await subscriptions.reports()).map(({ name }) => name)).not.toContain('ended');
  await Promise.all([ended, stuck, other].map((each) => each.stop()));
});

test('up to half of a pause is chance', () => {
  const most = (n: number) => n - 1;
  expect([0, 1, 6, 7, 50].map((n) => [growingPauseMs(n, () => 0), growingPauseMs(n, most)])).toEqual([
    [25, 50],
    [50, 100],
    [1600, 3200],
    [2500, 5000],
    [2500, 5000],
  ]);
});

test('of those who are far behind no two take a large batch between two turns of the event loop', async () => {
  const BATCH = 100;
  const log = new InMemoryEventStore({ size: () => BATCH });
  const events = Array.from({ length: 10 * BATCH }, (_, n) => fact(n, []));
  await log.append('s-1', 'any', events);
  const subscriptions = followedIn(log);
  const inTurn: number[] = [0];
  const all = ['one', 'two', 'three', 'four'].map((name) =>
    subscriptions.of({
      name,
      take: ({ caughtUp }) => {
        if (!caughtUp) inTurn.push((inTurn.pop() ?? 0) + 1);
      },
      onError: () => undefined,
    }),
  );
  all.forEach((each) => each.start(ORIGIN));
  const head = await log.head();
  while (all.some(({ position }) => position < head)) {
    await nextTurn();
    inTurn.push(0);
  }
  // Where they begin together they have waited for nothing yet.
  const [first, ...others] = inTurn.filter((count) => count > 0);
  expect([first, Math.max(...others)]).toEqual([all.length, 1]);
  expect(others).toHaveLength(all.length * 8);
  await Promise.all(all.map((each) => each.stop()));
});
