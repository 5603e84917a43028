import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newEvent } from '../../../test/contract/new-events';
import { EmbeddedEventStore } from '../../adapters/event-store/embedded/embedded-event-store';
import { ANY } from '../../kernel/expected-revision';
import type { Policy } from './policy';
import { reportOf } from './report-of';

const WANTED = 'keyledger.thing-wanted.v1';

let folder: string;
let store: EmbeddedEventStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyledger-report-'));
  store = new EmbeddedEventStore(join(folder, 'events.db'));
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const written = async (count: number, second: number, type?: string) => {
  const metadata = { ...newEvent().metadata, time: at(second) };
  const events = Array.from({ length: count }, () => {
    const event = newEvent();
    return { ...event, ...(type === undefined ? {} : { type }), metadata };
  });
  await store.append('thing-1', ANY, events);
};
const policy = { name: 'spec', reaction: { types: [WANTED], react: async () => undefined } } as unknown as Policy;
const oldestUnhandled = async () => {
  const report = await reportOf(policy, await store.head(), {
    checkpoints: { get: async () => undefined } as never,
    store,
    parking: { of: async () => [] },
    failures: 0,
  });
  return report.oldestUnhandled;
};

test('the oldest fact that a policy has to act upon is told; what it does not want is none', async () => {
  expect(await oldestUnhandled()).toBeUndefined();
  await written(100, 1);
  expect(await oldestUnhandled()).toBeUndefined();
  await written(1, 2, WANTED);
  await written(1, 3, WANTED);
  expect(await oldestUnhandled()).toBe(at(2));
});

test('of a policy that is far behind not the whole log is looked through: it is as old as the next fact', async () => {
  const read = jest.spyOn(store, 'readAll');
  await written(400, 1);
  await written(400, 2);
  await written(1, 3, WANTED);
  expect(await oldestUnhandled()).toBe(at(1));
  expect(read.mock.calls.map(([{ limit, types }]) => ({ limit, types }))).toEqual([{ limit: 500 }]);
});
