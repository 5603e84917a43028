import { SchedulerRegistry } from '@nestjs/schedule';
import { scheduledInterval } from './scheduled-interval';

let scheduler: SchedulerRegistry;
beforeEach(() => {
  jest.useFakeTimers();
  scheduler = new SchedulerRegistry();
});
afterEach(() => jest.useRealTimers());

test('what is done at intervals stands in the registry until it is ended, and is done no more then', () => {
  const run = jest.fn();
  const end = scheduledInterval(scheduler, 'look', 1_000, run);
  expect(scheduler.getIntervals()).toEqual(['look']);
  jest.advanceTimersByTime(3_000);
  expect(run).toHaveBeenCalledTimes(3);
  end();
  jest.advanceTimersByTime(3_000);
  expect([run.mock.calls.length, scheduler.getIntervals()]).toEqual([3, []]);
});

test('one that Nest has ended with the application is ended once more without a word', () => {
  const end = scheduledInterval(scheduler, 'look', 1_000, () => undefined);
  scheduler.deleteInterval('look');
  expect(end).not.toThrow();
});
