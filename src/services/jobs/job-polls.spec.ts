import type { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { Context } from '../../kernel/context';
import type { ReadSide } from '../../kernel/read-side';
import { JobNotifier } from './job-notifier';
import { JobPolls } from './job-polls';

const AGENT = { agentId: 'h.a', hostId: 'h' };

test('for an agent that hung up before its poll began nothing is looked for: a job would be leased to nobody', async () => {
  const asked: unknown[] = [];
  const bus = { execute: async (message: unknown) => void asked.push(message) };
  const readSide = { head: async () => '', waitFor: async () => true } as unknown as ReadSide;
  const notifier = {
    listen: () => ({ ids: new Set(), rangAt: undefined, wake: () => undefined }),
    leave: () => undefined,
  };
  const polls = new JobPolls(
    bus as unknown as CommandBus,
    bus as unknown as QueryBus,
    notifier as unknown as JobNotifier,
    readSide,
    { now: () => 0 },
  );
  const poll = { waitMs: 50_000, instance: 'run1', hungUp: AbortSignal.abort() };
  expect(await polls.next({} as Context, AGENT, poll)).toBeUndefined();
  expect(asked).toEqual([]);
});

test('of the polls of one agent the newer one ends the older, which takes no job any more', async () => {
  const queries = { execute: async () => ({ jobIds: [], identityIds: [] }) };
  const readSide = { head: async () => '', waitFor: async () => true } as unknown as ReadSide;
  const notifier = {
    listen: () => ({ ids: new Set(), rangAt: undefined, wake: () => undefined }),
    begin: async () => undefined,
    leave: () => undefined,
  };
  const polls = new JobPolls(
    queries as unknown as CommandBus,
    queries as unknown as QueryBus,
    notifier as unknown as JobNotifier,
    readSide,
    { now: () => 0 },
  );
  const hungUp = new AbortController();
  const poll = { waitMs: 50_000, instance: 'run1', hungUp: hungUp.signal };
  const older = polls.next({} as Context, AGENT, poll);
  await new Promise(setImmediate);
  const newer = polls.next({} as Context, AGENT, poll);
  expect(await older).toBeUndefined();
  expect(await Promise.race([newer, new Promise((resolve) => setImmediate(() => resolve('waits')))])).toBe('waits');
  hungUp.abort();
  expect(await newer).toBeUndefined();
});
