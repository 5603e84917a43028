import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newEvent, newEvents } from '../../../../test/contract/new-events';
import type { EventStore } from '../../../kernel/event-store';
import { firstGap } from '../../../kernel/facts/first-gap';
import { remainingOf } from '../../../kernel/facts/remaining-stream';
import { Settled } from '../../../kernel/facts/settled';
import { Database } from '../../sqlite/database';
import { EmbeddedEventStore } from './embedded-event-store';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyledger-ends-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const path = () => join(folder, 'events.db');
const opened = async <T>(work: (store: EventStore) => Promise<T>): Promise<T> => {
  const store = new EmbeddedEventStore(path());
  try {
    return await work(store);
  } finally {
    await store.close();
  }
};
const byHand = (sql: string): void => {
  const database = new Database(path());
  database.exec(sql);
  database.close();
};
/** Two streams, written by turns: a-0 b-0 a-1 b-1 a-2 b-2. */
const written = () =>
  opened(async (store) => {
    for (let n = 0; n < 3; n += 1) {
      await store.append('thing-a', 'any', [newEvent()]);
      await store.append('thing-b', 'any', [newEvent()]);
    }
  });
const cutIn = async (store: EventStore): Promise<readonly string[]> => {
  for await (const { passed = [] } of store.subscribe({ after: '', signal: AbortSignal.timeout(5000) })) {
    return passed.filter(({ cut }) => cut === true).map(({ stream }) => stream);
  }
  return [];
};

test('a stream that lost its last event is told to have reached farther, and no revision is given again', async () => {
  await written();
  byHand(`DELETE FROM events WHERE stream = 'thing-a' AND revision > 0`);
  await opened(async (store) => {
    expect(await store.scanStream('thing-a', 0, 10)).toMatchObject({ entries: [{ revision: 0 }], reached: 2 });
    expect(await store.scanStream('thing-b', 0, 10)).not.toHaveProperty('reached');
    expect(await cutIn(store)).toEqual(['thing-a']);
    expect(await firstGap(store, 'thing-a', new Settled())).toBe(1);
    expect(await remainingOf(store, { stream: 'thing-a', revision: 1 })).toEqual({ lostUpTo: 2 });
    await expect(store.append('thing-a', 0, [newEvent()])).rejects.toThrow(/thing-a/);
    expect(await store.append('thing-a', 'any', [newEvent()])).toMatchObject({ revision: 3 });
    expect(await store.scanStream('thing-a', 0, 10)).not.toHaveProperty('reached');
  });
});

test('a stream of which nothing is left is gone, and one that never was is empty', async () => {
  await written();
  byHand(`DELETE FROM events WHERE stream = 'thing-a'`);
  await opened(async (store) => {
    expect(await store.scanStream('thing-a', 0, 10)).toMatchObject({ entries: [], gone: expect.any(String) });
    expect(await store.scanStream('thing-c', 0, 10)).toEqual({ entries: [], more: false });
    expect(await firstGap(store, 'thing-a', new Settled())).toBe(0);
    expect(await remainingOf(store, { stream: 'thing-a', revision: 0 })).toEqual({ lostUpTo: -1 });
    await expect(store.append('thing-a', -1, [newEvent()])).rejects.toThrow(/thing-a/);
  });
});

test('a log that was cut off as a whole was put back: no stream of it has lost anything', async () => {
  await written();
  byHand('DELETE FROM events WHERE position > 3');
  await opened(async (store) => {
    expect(await store.scanStream('thing-a', 0, 10)).not.toHaveProperty('reached');
    expect(await store.scanStream('thing-b', 0, 10)).not.toHaveProperty('reached');
    expect(await store.append('thing-b', 0, newEvents(2))).toMatchObject({ revision: 2 });
    expect(await cutIn(store)).toEqual([]);
  });
});

test.each([
  ['a file of the release before', 'DROP TABLE stream_ends; PRAGMA user_version = 1'],
  ['what a release before wrote meanwhile', 'DELETE FROM stream_ends WHERE position > 2'],
])('%s is learned when it is opened', async (_, sql) => {
  await written();
  byHand(sql);
  await opened(async (store) => expect(await store.scanStream('thing-a', 0, 10)).toMatchObject({ more: false }));
  byHand(`DELETE FROM events WHERE stream = 'thing-a' AND revision = 2`);
  await opened(async (store) => expect(await store.scanStream('thing-a', 0, 10)).toMatchObject({ reached: 2 }));
});
