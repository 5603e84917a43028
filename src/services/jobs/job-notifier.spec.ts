import { followedIn } from '../../../test/support/followed-in';
import { InMemoryEventStore } from '../../../test/support/in-memory-event-store';
import { until } from '../../../test/support/until';
import { StoreUnavailable } from '../../kernel/store-errors';
import { JobNotifier } from './job-notifier';

const queued = (hostId: string) => ({
  id: `job-for-${hostId}`,
  type: 'keyledger.job-queued.v1',
  data: { hostId },
  metadata: { actor: { kind: 'policy', name: 'spec' } as const, time: '2026-01-01T00:00:00.000Z', correlationId: 'c' },
});

test('what comes into the log after the notifier began wakes the poll, though the head that it asked for was long in coming', async () => {
  const log = new InMemoryEventStore();
  let answer = () => {};
  const asked = jest.spyOn(log, 'head').mockImplementationOnce(async () => {
    await new Promise<void>((resolve) => (answer = resolve));
    return '';
  });
  const notifier = new JobNotifier(followedIn(log), { report: () => undefined });
  const subscription = notifier.listen('h1');
  const begun = notifier.begin();
  await until('the question', () => asked.mock.calls.length === 1);
  await log.append('identity-1', 'any', [queued('h2'), queued('h1')]);
  answer();
  await begun;
  await until('it to ring', () => subscription.rangAt !== undefined);
  expect(subscription.rangAt).toBe(await log.head());
  await notifier.beforeApplicationShutdown();
});

test('a head that could not be told is asked for again by the next agent', async () => {
  const log = new InMemoryEventStore();
  jest.spyOn(log, 'head').mockRejectedValueOnce(new StoreUnavailable('away'));
  const notifier = new JobNotifier(followedIn(log), { report: () => undefined });
  await expect(notifier.begin()).rejects.toThrow(StoreUnavailable);
  const subscription = notifier.listen('h1');
  await notifier.begin();
  await log.append('identity-1', 'any', [queued('h1')]);
  await until('it to ring', () => subscription.rangAt !== undefined);
  await notifier.beforeApplicationShutdown();
});
