import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StoreUnavailable } from '../../kernel/store-errors';
import { Database } from './database';
import { GroupCommit } from './group-commit';

let folder: string;
let database: Database;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyledger-group-'));
  database = new Database(join(folder, 'test.db'));
  database.exec('CREATE TABLE thing (id INTEGER PRIMARY KEY)');
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

const insert = (id: number) => () => database.prepare('INSERT INTO thing VALUES (?)').run([id]).changes;
const count = () => database.prepare<{ n: number }>('SELECT count(*) AS n FROM thing').get()?.n;

test('writes of one turn share a transaction', async () => {
  const transaction = jest.spyOn(database, 'transaction');
  const group = new GroupCommit(database);
  expect(await Promise.all([1, 2, 3].map((id) => group.write(insert(id))))).toEqual([1, 1, 1]);
  expect(transaction).toHaveBeenCalledTimes(1);
  expect(count()).toBe(3);
});

test('a turn that is over leaves the rest to the next, in order, and others come in between', async () => {
  const transaction = jest.spyOn(database, 'transaction');
  const group = new GroupCommit(database, { limit: 3, turnMs: 0 });
  const order: string[] = [];
  const write = (id: number) => group.write(insert(id)).then(() => order.push(`written ${id}`));
  const all = [write(1), write(2)];
  setImmediate(() => order.push('somebody else'));
  await Promise.all(all);
  await write(3);
  expect(order).toEqual(['written 1', 'somebody else', 'written 2', 'written 3']);
  expect(transaction).toHaveBeenCalledTimes(3);
});

test('what a turn left is written before what came meanwhile, counts among what waits, and is written when it closes', async () => {
  const group = new GroupCommit(database, { limit: 3, turnMs: 0 });
  const order: number[] = [];
  const write = (id: number) => group.write(() => void order.push(id));
  const all = [write(1), write(2), write(3)];
  await all[0];
  all.push(write(4));
  await expect(write(5)).rejects.toThrow(StoreUnavailable);
  group.close();
  await Promise.all(all);
  expect(order).toEqual([1, 2, 3, 4]);
});

test('one that fails takes no neighbour along', async () => {
  const group = new GroupCommit(database);
  const answers = await Promise.allSettled([1, 2, 1, 3].map((id) => group.write(insert(id))));
  expect(answers.map((answer) => answer.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect(count()).toBe(3);
  await expect(group.write(insert(1))).rejects.toThrow(/UNIQUE/);
});

test('past its bound it says so, and what waited is written', async () => {
  const group = new GroupCommit(database, { limit: 2 });
  const answers = await Promise.allSettled([1, 2, 3].map((id) => group.write(insert(id))));
  expect(answers[2]).toMatchObject({ status: 'rejected', reason: expect.any(StoreUnavailable) });
  expect(count()).toBe(2);
});

test('closing writes what waits and refuses what comes', async () => {
  const group = new GroupCommit(database);
  const waiting = group.write(insert(1));
  group.close();
  expect(await waiting).toBe(1);
  await expect(group.write(insert(2))).rejects.toThrow(StoreUnavailable);
});

test('a store that is away is asked once for all', async () => {
  const holder = new Database(database.path);
  database.exec('PRAGMA busy_timeout = 1');
  const transaction = jest.spyOn(database, 'transaction');
  const group = new GroupCommit(database);
  const answers = await holder.transaction(() => {
    const waiting = Promise.allSettled([1, 2].map((id) => group.write(insert(id))));
    group.close();
    return waiting;
  });
  expect(answers.map((answer) => (answer as PromiseRejectedResult).reason)).toEqual(
    Array(2).fill(expect.any(StoreUnavailable)),
  );
  expect(transaction).toHaveBeenCalledTimes(1);
  holder.close();
});

test('10,000 writes may wait', async () => {
  const group = new GroupCommit(database);
  const waiting = Array.from({ length: 10_000 }, () => group.write(() => 1));
  await expect(group.write(() => 1)).rejects.toThrow(StoreUnavailable);
  expect(new Set(await Promise.all(waiting))).toEqual(new Set([1]));
});
