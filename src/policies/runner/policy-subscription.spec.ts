import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { followedIn } from '../../../test/support/followed-in';
import { until } from '../../../test/support/until';
import { withMethods } from '../../../test/support/with-methods';
import { EmbeddedEventStore } from '../../adapters/event-store/embedded/embedded-event-store';
import { embeddedCheckpoints } from '../../adapters/material-store/embedded/embedded-checkpoints';
import { MaterialFile } from '../../adapters/material-store/embedded/material-file';
import type { Checkpoints } from '../../kernel/checkpoints';
import { ANY } from '../../kernel/expected-revision';
import type { RecordedEvent } from '../../kernel/recorded-event';
import { StoreUnavailable } from '../../kernel/store-errors';
import { PolicySubscription } from './policy-subscription';

const folder = mkdtempSync(join(tmpdir(), 'keyledger-listener-'));
const store = new EmbeddedEventStore(join(folder, 'events.db'));
const file = new MaterialFile(join(folder, 'material.db'));
const checkpoints = embeddedCheckpoints(file);
afterAll(async () => {
  await store.close();
  file.close();
  rmSync(folder, { recursive: true });
});

/** Nothing is parked here: the time of these tests is too short for that. */
const parking = { of: async () => [], park: async () => undefined, unpark: async () => undefined };
let now = 0;
let count = 0;
const append = async (word: string) => {
  const metadata = { actor: { kind: 'policy' }, time: '2026-01-01T00:00:00.000Z', correlationId: 'c' } as const;
  const { position } = await store.append('s-1', ANY, [
    { id: randomUUID(), type: 'keyledger.word-said.v1', data: { word }, metadata },
  ]);
  return position;
};

/** A policy that notes what it receives; it fails as often as asked for each word. */
const subscribed = (name: string, failures: Record<string, number> = {}, places: Checkpoints = checkpoints) => {
  const heard: string[] = [];
  const troubles: string[] = [];
  const react = async ({ data }: RecordedEvent) => {
    const { word } = data as { word: string };
    const left = failures[word] ?? 0;
    failures[word] = left - 1;
    if (left > 0) throw new Error(word);
    heard.push(word);
  };
  const trouble = (_: string, on: string) => void troubles.push(on);
  const subscription = new PolicySubscription(
    { name },
    { types: ['keyledger.word-said.v1'], react },
    { subscriptions: followedIn(store), parking, checkpoints: places, clock: { now: () => now }, trouble },
  );
  return { subscription, heard, troubles };
};
const unique = () => `policy-${(count += 1)}`;

test('a new policy starts at the present, and its place is durable when it has started', async () => {
  const name = unique();
  const last = await append('before');
  const { subscription, heard } = subscribed(name);
  await subscription.start();
  expect(await checkpoints.get(name)).toMatchObject({ position: last });
  await append('after');
  await until('the event', () => heard.length === 1);
  await subscription.stop();
  expect(heard).toEqual(['after']);
});

test('what came while it was stopped is heard at the next start, and nothing twice after a clean stop', async () => {
  const name = unique();
  const first = subscribed(name);
  await first.subscription.start();
  await append('one');
  await until('the event', () => first.heard.length === 1);
  await first.subscription.stop();
  await append('two');
  const second = subscribed(name);
  await second.subscription.start();
  await until('the event', () => second.heard.length === 1);
  await second.subscription.stop();
  expect(second.heard).toEqual(['two']);
});

test('a failing event is told, tried again, never skipped, and holds up no other', async () => {
  const { subscription, heard, troubles } = subscribed(unique(), { bad: 2 });
  await subscription.start();
  await append('bad');
  await append('good');
  await until('both', () => heard.length === 2);
  await subscription.stop();
  expect(heard).toEqual(['good', 'bad']);
  expect(troubles).toHaveLength(2);
});

test('its place never passes an event that is not done: stopped before that, it hears it again', async () => {
  const name = unique();
  const first = subscribed(name, { stuck: Infinity });
  await first.subscription.start();
  await append('stuck');
  await append('done');
  await until('the second event', () => first.heard.length === 1 && first.troubles.length > 0);
  now += 10_000;
  await append('later');
  await until('the third event', () => first.heard.length === 2);
  await first.subscription.stop();
  const second = subscribed(name);
  await second.subscription.start();
  await until('all three', () => second.heard.length === 3);
  await second.subscription.stop();
  expect(second.heard).toEqual(['stuck', 'done', 'later']);
});

test('its place comes to the end of a log in which nothing more happens, and one that could not be kept is kept later', async () => {
  const name = unique();
  let isAway = false;
  let failed = 0;
  const sometimes = withMethods(checkpoints, {
    set: async (...args: Parameters<typeof checkpoints.set>) => {
      if (!isAway) return checkpoints.set(...args);
      isAway = false;
      failed += 1;
      throw new StoreUnavailable('away');
    },
  });
  const { subscription, heard, troubles } = subscribed(name, {}, sometimes);
  await subscription.start();
  for (const word of ['first', 'at once after it']) await append(word);
  const last = await append('the last');
  await until('all of them', () => heard.length === 3);
  isAway = true;
  await until('its place', async () => (await checkpoints.get(name))?.position === last);
  expect([failed, troubles]).toEqual([1, ['its place']]);
  await subscription.stop();
});

/** A policy that acts upon nothing before it is let. */
const gated = (name: string) => {
  let free = () => {};
  const gate = new Promise<void>((resolve) => (free = resolve));
  const figures = { begun: 0, done: 0 };
  const react = async () => {
    figures.begun += 1;
    await gate;
    figures.done += 1;
  };
  const subscription = new PolicySubscription(
    { name },
    { types: ['keyledger.word-said.v1'], react },
    { subscriptions: followedIn(store), parking, checkpoints, clock: { now: () => now }, trouble: () => undefined },
  );
  return { subscription, figures, free: () => free() };
};

test('eight facts are acted upon at once, the others wait', async () => {
  const { subscription, figures, free } = gated(unique());
  await subscription.start();
  for (let n = 0; n < 12; n++) await append(`one of many ${n}`);
  await until('eight to be begun', () => figures.begun >= 8);
  await new Promise(setImmediate);
  expect(figures.begun).toBe(8);
  free();
  await until('all to be done', () => figures.done === 12);
  await subscription.stop();
});

test('stopped, it finishes what it is at, and leaves what waits for its turn to the next start', async () => {
  const name = unique();
  const { subscription, figures, free } = gated(name);
  await subscription.start();
  for (let n = 0; n < 12; n++) await append(`word ${n}`);
  await until('eight to be begun', () => figures.begun === 8);
  const stopped = subscription.stop();
  free();
  await stopped;
  expect(figures).toEqual({ begun: 8, done: 8 });
  const next = subscribed(name);
  await next.subscription.start();
  await until('the others', () => next.heard.includes('word 11'));
  await next.subscription.stop();
  expect(next.heard).toEqual(expect.arrayContaining(['word 8', 'word 9', 'word 10', 'word 11']));
});
