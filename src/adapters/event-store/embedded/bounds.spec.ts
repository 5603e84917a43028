import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newEvent, newEvents } from '../../../../test/contract/new-events';
import type { NewEvent } from '../../../kernel/new-event';
import { EmbeddedEventStore } from './embedded-event-store';
import { toPosition } from './event-file';
import { RecentEvents } from './recent-events';

let folder: string;
let store: EmbeddedEventStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyledger-bounds-'));
  store = new EmbeddedEventStore(join(folder, 'events.db'));
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

/** All in one turn of the event loop: none of them can be written before the last one waits. */
const atOnce = async (count: number, event: () => NewEvent) => {
  const settled = await Promise.allSettled(
    Array.from({ length: count }, (_, n) => store.append(`thing-${n}`, -1, [event()])),
  );
  const refused = settled.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : []));
  return { written: count - refused.length, refused };
};

test('appends that wait are bounded in number; beyond it they are told to come again, and the next is taken', async () => {
  const { written, refused } = await atOnce(10_003, () => newEvent());
  expect(written).toBe(10_000);
  expect(refused).toEqual(Array(3).fill(expect.stringMatching(/too many appends are waiting/)));
  await expect(store.append('thing-next', -1, [newEvent()])).resolves.toMatchObject({ revision: 0 });
}, 60_000);

test('and in bytes', async () => {
  const text = 'x'.repeat(990_000);
  const { written, refused } = await atOnce(70, () => newEvent('keyledger.thing-done.v1', { text }));
  expect(written).toBeLessThanOrEqual(64);
  expect(written).toBeGreaterThan(60);
  expect(refused).toHaveLength(70 - written);
}, 60_000);

const place = (n: number) => ({ stream: 's', revision: n, position: toPosition(n), type: 't' });

test('of the newest events so many are kept, and what is older is read from the file', () => {
  const recent = new RecentEvents();
  for (let n = 1; n <= 2 * 2048 + 1; n += 1) recent.push([place(n)]);
  expect(recent.after(2049, 1)).toMatchObject({ passed: [{ revision: 2050 }], last: toPosition(2050) });
  expect(recent.after(2048, 1)).toBeUndefined();
});

test('whoever follows the log gets it in batches, however far behind', async () => {
  for (let n = 0; n < 11; n += 1) await store.append(`thing-${n}`, 'any', newEvents(100));
  const sizes: number[] = [];
  for await (const { events, caughtUp } of store.subscribe({ after: '', signal: AbortSignal.timeout(5000) })) {
    sizes.push(events.length);
    if (caughtUp) break;
  }
  expect(sizes).toEqual([500, 500, 100]);
});

test('who asks for the same is answered the same, until more has come', () => {
  const recent = new RecentEvents();
  recent.push([place(1), place(2)]);
  const before = recent.after(0, 10);
  expect(before).toMatchObject({ passed: [{ revision: 1 }, { revision: 2 }] });
  expect(recent.after(0, 500)).toBe(before);
  expect(recent.after(1, 10)).toMatchObject({ passed: [{ revision: 2 }] });
  recent.push([place(3)]);
  expect(recent.after(0, 10)).toMatchObject({ passed: [{ revision: 1 }, { revision: 2 }, { revision: 3 }] });
});
