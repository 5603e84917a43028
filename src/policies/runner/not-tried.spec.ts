import { followedIn } from '../../../test/support/followed-in';
import { InMemoryEventStore } from '../../../test/support/in-memory-event-store';
import { fact } from '../../../test/support/read-side';
import { until } from '../../../test/support/until';
import type { Checkpoints } from '../../kernel/checkpoints';
import type { RecordedEvent } from '../../kernel/recorded-event';
import { ShuttingDown } from '../../kernel/shutdown';
import { ReadModelBehind } from '../../kernel/store-errors';
import { ORIGIN, type Mark } from '../../kernel/subscription/mark';
import { Pauses } from '../../kernel/subscription/pauses';
import { PolicySubscription } from './policy-subscription';
import { Waits } from './waits';

/** What keeps a policy from an event without that anything has failed: a read model that fills, the end of the process. */
let log: InMemoryEventStore;
let mark: Mark;
beforeEach(() => {
  log = new InMemoryEventStore();
  mark = ORIGIN;
});
afterEach(() => jest.restoreAllMocks());
const checkpoints: Checkpoints = {
  get: async () => mark,
  set: async (_, next) => {
    mark = next;
    return true;
  },
};
const parking = { of: async () => [], park: async () => undefined, unpark: async () => undefined };
const append = (n: number) => log.append('test-1', 'any', [fact(n, [])]);

/** A policy that is kept from each event by an error for as long as there is one. */
const kept = async (error?: Error) => {
  const scene = { error, tries: 0, heard: [] as number[], told: [] as unknown[] };
  const react = async ({ data }: RecordedEvent) => {
    scene.tries += 1;
    if (scene.error !== undefined) throw scene.error;
    scene.heard.push((data as { n: number }).n);
  };
  const trouble = (_: string, _on: string, told: unknown) => void scene.told.push(told);
  const waits = new Waits('p', trouble);
  const subscription = new PolicySubscription(
    { name: 'p' },
    { types: ['test.added.v1'], react },
    { subscriptions: followedIn(log), parking, checkpoints, clock: { now: () => 0 }, trouble, waits },
  );
  await subscription.start();
  return { scene, waits, subscription };
};
const behind = () => new ReadModelBehind('sessions', 'is behind');

test('what waits for a read model is told once, as no failure, and again when it waits again', async () => {
  const { scene, waits, subscription } = await kept(behind());
  await append(1);
  await append(2);
  await until('many tries', () => scene.tries >= 8);
  expect([scene.told, waits.for, subscription.failures]).toEqual([[expect.any(ReadModelBehind)], 'sessions', 0]);
  scene.error = undefined;
  await until('both', () => scene.heard.length === 2);
  expect([scene.told.length, waits.for]).toEqual([1, undefined]);
  scene.error = behind();
  await append(3);
  await until('the next wait', () => waits.for === 'sessions');
  expect(scene.told).toHaveLength(2);
  await subscription.stop();
});

test('however long it waited for a read model, its first failure is followed by a short pause', async () => {
  const pauses: number[] = [];
  jest.spyOn(Pauses.prototype, 'for').mockImplementation((ms) => {
    pauses.push(ms);
    return new Promise(setImmediate);
  });
  const { scene, subscription } = await kept(behind());
  await append(1);
  await until('many waits', () => scene.tries >= 20);
  scene.error = new TypeError('poison');
  const before = scene.tries;
  await until('failures', () => scene.tries >= before + 3);
  scene.error = undefined;
  await until('the event', () => scene.heard.length === 1);
  await subscription.stop();
  expect(pauses.filter((ms) => ms < 500).slice(0, 3)).toEqual([100, 200, 400]);
});

test('what the end of the process breaks off is told as no failure, and heard again after the next start', async () => {
  const { scene, subscription } = await kept(new ShuttingDown());
  await append(1);
  await until('it to be begun', () => scene.tries > 0);
  await subscription.stop();
  expect([scene.told, subscription.failures]).toEqual([[], 0]);
  const next = await kept();
  await until('the event', () => next.scene.heard.length === 1);
  await next.subscription.stop();
  expect(next.scene.heard).toEqual([1]);
});
