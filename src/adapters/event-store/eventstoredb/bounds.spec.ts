import type { EventStoreDBClient } from '@eventstore/db-client';
import { LiveWindow } from './live-window';
import { Connection } from './connection';
import type { Reads } from './reads';
import { StreamIds } from './stream-ids';

const position = (n: number) => String(n).padStart(16, '0');

test('calls that are out or wait are bounded: beyond it they are refused at once, and the next is taken', async () => {
  const connection = new Connection('esdb://127.0.0.1:1?tls=false');
  const ends: (() => void)[] = [];
  const out = () => connection.call((_: EventStoreDBClient) => new Promise<void>((resolve) => ends.push(resolve)));
  const calls = Array.from({ length: 2_000 }, out);
  await new Promise(setImmediate);
  expect(ends).toHaveLength(2_000);
  await expect(out()).rejects.toThrow(/too many calls wait/);
  ends.forEach((end) => end());
  await Promise.all(calls);
  await expect(connection.call(async () => 'answered')).resolves.toBe('answered');
  await connection.close();
});

test('of the newest events so many are kept, and what is older is asked of the server', () => {
  const window = new LiveWindow();
  window.begin('');
  for (let n = 1; n <= 2 * 4096 + 1; n += 1) window.push({ position: position(n) });
  expect(window.after(position(4097), 1)).toEqual({ facts: [], passed: [], last: position(4098) });
  expect(window.after(position(4096), 1)).toBeUndefined();
});

test('ids known to stand in streams are bounded: the streams asked for longest ago are read again', async () => {
  const read: string[] = [];
  const reads = { stream: async (name: string) => (read.push(name), []) } as unknown as Reads;
  const ids = new StreamIds(reads, 4);
  const sought = (stream: string) => ({ stream, expected: -1, ids: ['policy-1'], storedIds: ['x'], known: '' });
  const find = (stream: string) => ids.find(sought(stream), true);
  for (const stream of ['a', 'b', 'c', 'd', 'e']) {
    await find(stream);
    ids.appended(sought(stream), 0, '1');
  }
  const { length } = read;
  await ids.find({ ...sought('e'), expected: 0, ids: ['policy-2'] }, false);
  expect(read).toHaveLength(length);
  await ids.find({ ...sought('a'), expected: 0, ids: ['policy-2'] }, false);
  expect(read.slice(length)).toEqual(['a']);
});
