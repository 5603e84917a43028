import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { openEventStoreDb } from '../../src/adapters/event-store/eventstoredb/open-eventstoredb';
import { eventStoreUrl } from '../../src/config/eventstore-url';
import type { EventStore } from '../../src/kernel/event-store';
import { ANY, NO_STREAM } from '../../src/kernel/expected-revision';
import type { NewEvent } from '../../src/kernel/new-event';
import { AppendUnsettled, StoreUnavailable, WrongExpectedRevision } from '../../src/kernel/store-errors';
import { uuidV7Ids } from '../../src/adapters/outside/uuid-v7-ids';
import { EventStoreDouble } from '../support/eventstoredb/event-store-double';
import { until } from '../support/until';
import { newEvent } from './new-events';

const CALL_MS = 700;
const ids = uuidV7Ids({ now: () => Date.now() });
let streams = 0;
const newStream = () => `thing-${(streams += 1)}x${Date.now()}`;
const made = (): NewEvent => ({ ...newEvent(), id: ids.next() });

describe.each([
  ['23.10', true],
  ['24.2', false],
] as const)('faults of an EventStoreDB %s, batch append offered: %p', (flavour, batchAppend) => {
  let double: EventStoreDouble;
  let store: EventStore & { close(): Promise<void> };
  const troubles: unknown[] = [];
  const open = (url = double.url()) =>
    openEventStoreDb(eventStoreUrl(url), {
      callMs: CALL_MS,
      appendTimeoutMs: 10_000,
      startTimeoutMs: 0,
      onError: (error) => troubles.push(error),
    });
  beforeAll(async () => {
    double = await EventStoreDouble.start({ flavour, batchAppend });
    store = await open();
  });
  afterAll(async () => {
    await store.close();
    await double.end();
  });

  const revisions = async (stream: string) =>
    (await store.readStream(stream, { limit: 100 })).map(({ id, revision }) => ({ id, revision }));

  /** What a subscription sees until it has seen all that is asked for. */
  const following = async (after: string, all: () => readonly string[] | undefined) => {
    const stop = new AbortController();
    const seen: string[] = [];
    // It ends where the line broke, and is taken up again from where it stood, as soon as the server can be asked.
    for (let at = after; !stop.signal.aborted;) {
      try {
        for await (const { events, position } of store.subscribe({ after: at, signal: stop.signal })) {
          at = position;
          seen.push(...events.map(({ id }) => id));
          if (all()?.every((id) => seen.includes(id)) === true) stop.abort();
        }
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
    return seen;
  };

  describe.each([
    ['made once', made],
    ['that may come again', newEvent],
  ])('with ids %s', (_, event) => {
    it.each([
      ['an answer lost after the commit', { loseAnswers: 1 }],
      ['an answer that never comes', { swallowAnswers: 1 }],
      ['a stream that fails before the commit', { failAppends: 1 }],
      ['three that fail in a row', { failAppends: 2, loseAnswers: 1 }],
    ])('settles %s before the caller hears anything', async (__, faults) => {
      for (const expected of [NO_STREAM, ANY] as const) {
        const stream = newStream();
        const events = [event(), event()];
        await double.faults(faults);
        const appended = await store.append(stream, expected, events);
        expect(appended).toMatchObject({ revision: 1, repeated: false });
        expect(await revisions(stream)).toEqual(events.map(({ id }, revision) => ({ id, revision })));
        expect((await store.append(stream, 1, [event()])).revision).toBe(2);
      }
    });

    it('settles everybody’s append when one answer’s loss takes the others’ with it', async () => {
      const names = Array.from({ length: 40 }, newStream);
      await double.faults({ loseAnswers: 3, slowMs: 5 });
      const appended = await Promise.all(names.map((stream) => store.append(stream, NO_STREAM, [event()])));
      await double.faults({ slowMs: 0 });
      expect(appended.every(({ revision, repeated }) => revision === 0 && !repeated)).toBe(true);
      expect(await Promise.all(names.map(async (stream) => (await revisions(stream)).length))).toEqual(
        names.map(() => 1),
      );
    });

    it('tells who lost a race although the own answer was lost', async () => {
      const stream = newStream();
      await double.faults({ failAppends: 1 });
      const lost = store.append(stream, NO_STREAM, [event()]);
      await store.append(stream, NO_STREAM, [event()]).catch(() => undefined);
      await lost.catch((error: unknown) => expect(error).toBeInstanceOf(WrongExpectedRevision));
      expect(await revisions(stream)).toHaveLength(1);
    });
  });

  it('waits for a slow server', async () => {
    await double.faults({ slowMs: 200 });
    const stream = newStream();
    await store.append(stream, NO_STREAM, [made()]);
    expect(await revisions(stream)).toHaveLength(1);
    await double.faults({ slowMs: 0 });
  });

  it('gives up on a hung server in time, and goes on with it when it answers again', async () => {
    await double.faults({ hung: true });
    const began = Date.now();
    await expect(store.head()).rejects.toThrow(StoreUnavailable);
    await expect(store.readStream(newStream(), { limit: 1 })).rejects.toThrow(StoreUnavailable);
    expect(Date.now() - began).toBeLessThan(6 * CALL_MS);
    const stream = newStream();
    const events = [made()];
    const appended = store.append(stream, NO_STREAM, events);
    await double.faults({ hung: false });
    expect(await appended).toMatchObject({ revision: 0 });
    expect(await revisions(stream)).toHaveLength(1);
  });

  it('tells nobody that nothing was written while it can not know, and finds it once it can', async () => {
    await store.close();
    store = await openEventStoreDb(eventStoreUrl(double.url()), { callMs: 300, appendTimeoutMs: 400 });
    await store.append(newStream(), NO_STREAM, [made()]);
    const stream = newStream();
    const events = [made()];
    double.freeze();
    await expect(store.append(stream, NO_STREAM, events)).rejects.toBeInstanceOf(AppendUnsettled);
    double.thaw();
    await store.close();
    store = await open();
    expect(await store.append(stream, NO_STREAM, events)).toMatchObject({ revision: 0 });
    expect(await revisions(stream)).toHaveLength(1);
  });

  it('waits for a server that is not ready yet', async () => {
    await double.faults({ notReady: true });
    const stream = newStream();
    const appended = store.append(stream, NO_STREAM, [made()]);
    await expect(store.head()).rejects.toThrow(StoreUnavailable);
    await double.faults({ notReady: false });
    expect(await appended).toMatchObject({ revision: 0 });
  });

  it('reads whole pages or none', async () => {
    const stream = newStream();
    await store.append(
      stream,
      NO_STREAM,
      Array.from({ length: 20 }, () => made()),
    );
    await double.faults({ failReadOf: stream });
    await expect(store.readStream(stream, { limit: 20 })).rejects.toThrow(StoreUnavailable);
    expect(await store.readStream(stream, { limit: 20 })).toHaveLength(20);
  });

  it('takes up a dropped subscription where it stood, as routine', async () => {
    const before = await store.head();
    const events = Array.from({ length: 120 }, () => made());
    troubles.length = 0;
    const seen = following(before, () => events.map(({ id }) => id));
    for (const [index, event] of events.entries()) {
      if (index % 30 === 10) await double.order({ dropSubscribers: true });
      await store.append(newStream(), ANY, [event]);
    }
    expect(await seen).toEqual(events.map(({ id }) => id));
    expect(troubles).toEqual([]);
  });

  it('survives a server that is killed with appends out and starts again on its log', async () => {
    const before = await store.head();
    const names = Array.from({ length: 120 }, newStream);
    const answered: string[] = [];
    let complete = false;
    const seen = following(before, () => (complete ? answered : undefined));
    const work = async (stream: string) => {
      const event = made();
      await store.append(stream, NO_STREAM, [event]);
      answered.push(event.id);
    };
    const appends = names.slice(0, 60).map(work);
    await until('some answers', () => answered.length > 5);
    appends.push(...names.slice(60).map(work));
    await double.kill();
    await double.restart({ notReady: true });
    await double.faults({ notReady: false });
    await Promise.all(appends);
    complete = true;
    await store.append(newStream(), ANY, [made()]);
    const told = await seen;
    expect(new Set(told).size).toBe(told.length);
    expect(told).toEqual(expect.arrayContaining(answered));
    const written = await Promise.all(names.map(async (stream) => (await revisions(stream)).length));
    expect(written).toEqual(names.map(() => 1));
  });

  it.each([
    ['from a follower', (follower: string) => follower],
    ['of a cluster', (follower: string, leader: string) => follower.replace('?', `,${leader}?`)],
    ['by its name', (follower: string) => follower.replace('esdb:', 'esdb+discover:')],
  ])('goes to the leader %s', async (_, named) => {
    const leader = await EventStoreDouble.start({ flavour, batchAppend });
    const follower = await EventStoreDouble.start({ flavour, batchAppend, faults: { leader: leader.address } });
    await store.close();
    store = await openEventStoreDb(eventStoreUrl(named(follower.url(), `127.0.0.1:${leader.address.port}`)), {
      callMs: 3000,
    });
    const stream = newStream();
    await store.append(stream, NO_STREAM, [made()]);
    expect(await revisions(stream)).toHaveLength(1);
    expect((await follower.order()).counts.append).toBeLessThanOrEqual(2);
    expect((await leader.order()).events).toBeGreaterThan((await follower.order()).events);
    await store.close();
    await leader.end();
    await follower.end();
    store = await open();
  });
});

test('no fault ends the process: round after round of kills and lost answers under load', async () => {
  const program = join(__dirname, '../support/eventstoredb/under-fire.ts');
  const child = spawn(process.execPath, ['-r', join(__dirname, '../support/run-typescript.cjs'), program], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  expect({ code, said }).toEqual({ code: 0, said: expect.stringMatching(/^lost 0, doubled 0, unsettled \d+\n$/) });
}, 60_000);
