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
    onTrouble: () => undefined,
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
