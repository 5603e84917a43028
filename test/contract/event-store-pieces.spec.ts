import type { EventStoreDbEventStore } from '../../src/adapters/event-store/eventstoredb/eventstoredb-event-store';
import { openEventStoreDb } from '../../src/adapters/event-store/eventstoredb/open-eventstoredb';
import { eventStoreUrl } from '../../src/config/eventstore-url';
import { ANY } from '../../src/kernel/expected-revision';
import { EventStoreDouble } from '../support/eventstoredb/event-store-double';
import { until } from '../support/until';
import { newEvent } from './new-events';

const OURS = 'thing-1';
const MANY = 40;

/**
 * Others write events of any size into the same server: a page of them may take longer than a call may. What is left of it is
 * asked for anew then. Here no reading has any time, so that each gives up after as few events as it may.
 */
describe('a log that is read in pieces', () => {
  let double: EventStoreDouble;
  let store: EventStoreDbEventStore;
  const ours = [newEvent(), newEvent()] as const;
  const ids = ours.map(({ id }) => id);
  const open = () => openEventStoreDb(eventStoreUrl(double.url()), { readMs: 0 });
  const strangers = (stream: string) =>
    Array.from({ length: MANY }, () => ({ does: 'write', stream, type: 'SomethingElse', data: '{}' }) as const);

  beforeAll(async () => {
    double = await EventStoreDouble.start();
    store = await open();
    await double.order({ strangers: strangers('my-own-stream') });
    await store.append(OURS, ANY, [ours[0]]);
    await double.order({ strangers: strangers(OURS) });
    await store.append(OURS, ANY, [ours[1]]);
    await store.close();
    // What it has seen live it need not read.
    store = await open();
  }, 60_000);
  afterAll(async () => {
    await store.close();
    await double.end();
  });

  it('tells whoever follows it everything, once', async () => {
    const stop = new AbortController();
    const [seen, passed]: [string[], number[]] = [[], []];
    for await (const batch of store.subscribe({ after: '', signal: stop.signal, batchSize: 7 })) {
      seen.push(...batch.events.map(({ id }) => id));
      passed.push(...(batch.passed ?? []).filter(({ stream }) => stream === OURS).map(({ revision }) => revision));
      if (batch.caughtUp) stop.abort();
    }
    expect(seen).toEqual(ids);
    expect(passed).toEqual(Array.from({ length: MANY }, (_, index) => index + 1));
  });

  it('tells the same forwards and backwards', async () => {
    const told = async (direction: 'forwards' | 'backwards') => [
      (await store.readAll({ limit: 10, direction })).map(({ id }) => id),
      (await store.readStream(OURS, { limit: 10, direction })).map(({ id }) => id),
    ];
    expect(await told('forwards')).toEqual([ids, ids]);
    expect(await told('backwards')).toEqual([ids.toReversed(), ids.toReversed()]);
  });

  it('lets a stream be read to its end, and know what stands in it', async () => {
    const { entries, more } = await store.scanStream(OURS, 0, 1000);
    expect(entries.map(({ revision }) => revision)).toEqual(Array.from({ length: MANY + 2 }, (_, index) => index));
    expect(more).toBe(false);
    expect((await store.scanStream(OURS, 0, 9)).entries).toHaveLength(9);
    expect(await store.append(OURS, ANY, [ours[0]])).toMatchObject({ revision: 0 });
  });

  it('leaves no reading open: the client lets go at once', async () => {
    await store.scanStream(OURS, 0, 1000);
    let isClosed = false;
    const closing = store.close().then(() => (isClosed = true));
    await until('the store to be closed', () => isClosed);
    await closing;
    store = await open();
  });
});
