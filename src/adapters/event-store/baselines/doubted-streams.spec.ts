import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { followedIn } from '../../../../test/support/followed-in';
import { newEvent } from '../../../../test/contract/new-events';
import { FactClassifier } from '../../../kernel/facts/fact-classifier';
import { DAMAGE_FOUND, DAMAGE_SETTLED } from '../../../kernel/facts/settled';
import type { Fold } from '../../../kernel/fold';
import { StreamUnreadable } from '../../../kernel/stream-unreadable';
import { Database } from '../../sqlite/database';
import { EmbeddedEventStore } from '../embedded/embedded-event-store';
import { Baselines } from './baselines';

const thing: Fold<number> = {
  category: 'thing',
  initial: 0,
  evolve: { 'keyledger.thing-done.v1': (count: number) => count + 1 } as Fold<number>['evolve'],
};
const found = { damageId: 'd1', stream: 'thing-1', revision: 0, fault: 'nothing proves it', foundAt: 'now' };

let folder: string;
let store: EmbeddedEventStore;
let reader: Baselines;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keyledger-doubted-'));
  const judge = new FactClassifier();
  store = new EmbeddedEventStore(join(folder, 'events.db'), undefined, judge);
  const onError = () => undefined;
  reader = new Baselines(followedIn(store), { maxBytes: 100_000, settled: judge.settled, onError });
  await reader.start();
  await store.append('thing-1', -1, [newEvent()]);
  await store.append('thing-2', -1, [newEvent()]);
});
afterEach(async () => {
  await reader.stop();
  await store.close();
  rmSync(folder, { recursive: true });
});

const load = async (id: string) => (await reader.fresh()).load(thing, id);
const told = (type: string, data: object) => store.append('damage', 'any', [newEvent(type, data)]);

test('a stream that a fact puts in doubt is frozen where it was known, until somebody answers for it', async () => {
  expect(await load('1')).toMatchObject({ state: 1 });
  await told(DAMAGE_FOUND, { ...found, unauthentic: true });
  await expect(load('1')).rejects.toMatchObject({ name: 'StreamUnreadable', revision: 0, unauthentic: true });
  expect(await load('2')).toMatchObject({ state: 1 });
  await told(DAMAGE_SETTLED, { damageId: 'd0', stream: 'thing-2', revision: 9 });
  await expect(load('1')).rejects.toThrow(StreamUnreadable);
  await told(DAMAGE_SETTLED, { damageId: 'd1', stream: 'thing-1', revision: 0 });
  expect(await load('1')).toMatchObject({ state: 0 });
});

test('of what can not be read a release that can makes what it is: the fact alone freezes nothing', async () => {
  await told(DAMAGE_FOUND, found);
  expect(await load('1')).toMatchObject({ state: 1 });
});

test('a stream that was folded while its server still showed all of it is read again once its damage is told', async () => {
  await store.append('thing-1', 0, [newEvent()]);
  expect(await load('1')).toMatchObject({ state: 2 });
  const outside = new Database(join(folder, 'events.db'));
  outside.exec("DELETE FROM events WHERE stream = 'thing-1' AND revision = 0");
  outside.close();
  // Nobody has said so yet.
  expect(await load('1')).toMatchObject({ state: 2 });
  await told(DAMAGE_FOUND, found);
  await expect(load('1')).rejects.toMatchObject({ name: 'StreamUnreadable', revision: 0 });
  expect(await load('2')).toMatchObject({ state: 1 });
});
