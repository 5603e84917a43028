import { openEventStoreDb } from '../../src/adapters/event-store/eventstoredb/open-eventstoredb';
import { uuidV7Ids } from '../../src/adapters/outside/uuid-v7-ids';
import { eventStoreUrl } from '../../src/config/eventstore-url';
import type { EventStore } from '../../src/kernel/event-store';
import { ANY, NO_STREAM } from '../../src/kernel/expected-revision';
import type { NewEvent } from '../../src/kernel/new-event';
import { StoreUnavailable } from '../../src/kernel/store-errors';
import { EventStoreDouble } from '../support/eventstoredb/event-store-double';
import { Line } from '../support/eventstoredb/line';
import { until } from '../support/until';
import { newEvent } from './new-events';

/** Faults of the network, which need no server that plays along: they are tried on a real one too, where there is one. */
const CALL_MS = 1500;
const real = process.env['EVENTSTORE_URL'];
const ids = uuidV7Ids({ now: () => Date.now() });
const made = (): NewEvent => ({ ...newEvent(), id: ids.next() });
let streams = 0;
const newStream = () => `thing-${(streams += 1)}x${Date.now()}`;

if (real !== undefined) {
  process.stderr.write(
    'keyledger: EVENTSTORE_URL is tried too, but not with what only a double can do: answers lost at will, not ready, not the leader.\n',
  );
}

interface Server {
  readonly url: string;
  end(): Promise<void>;
}

const ofDouble = (flavour: '23.10' | '24.2') => async (): Promise<Server> => {
  const double = await EventStoreDouble.start({ flavour });
  return { url: double.url(), end: () => double.end() };
};

const SERVERS: readonly (readonly [string, () => Promise<Server>])[] = [
  ['a double of 23.10', ofDouble('23.10')],
  ['a double of 24.2', ofDouble('24.2')],
  ...(real === undefined ? [] : [['EVENTSTORE_URL', async () => ({ url: real, end: async () => undefined })] as const]),
];

describe.each(SERVERS)('a line to %s', (_, start) => {
  let server: Server;
  let line: Line;
  let store: EventStore & { close(): Promise<void> };
  beforeAll(async () => {
    server = await start();
    const [host = { address: '', port: 0 }] = eventStoreUrl(server.url).hosts;
    line = await Line.to(host);
    store = await openEventStoreDb(eventStoreUrl(line.url(server.url)), { callMs: CALL_MS, appendTimeoutMs: 20_000 });
  });
  afterAll(async () => {
    await store.close();
    await line.cut();
    await server.end();
  });

  /** Whoever is told that nothing was written may ask again, with the same ids. */
  const untilTaken = async <T>(ask: () => Promise<T>): Promise<T> => {
    for (const end = Date.now() + 20_000; ;) {
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof StoreUnavailable) || Date.now() > end) throw error;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  };

  const lengthOf = async (stream: string) => (await store.readStream(stream, { limit: 10 })).length;

  it.each([
    ['that is cut', () => line.cut()],
    ['on which nothing comes through', async () => line.hang()],
  ])(
    '%s is given up in time, and taken up again by itself',
    async (__, breakIt) => {
      await breakIt();
      const began = Date.now();
      await expect(store.head()).rejects.toThrow(StoreUnavailable);
      await expect(store.readStream(newStream(), { limit: 1 })).rejects.toThrow(StoreUnavailable);
      expect(Date.now() - began).toBeLessThan(4 * CALL_MS);
      const stream = newStream();
      const appended = store.append(stream, NO_STREAM, [newEvent()]).catch(() => undefined);
      await line.mend();
      await appended;
      await until('a reading', () => store.head().then(Boolean, () => false), 15_000);
      expect(await store.append(newStream(), NO_STREAM, [made()])).toMatchObject({ revision: 0 });
      expect(await lengthOf(stream)).toBeLessThanOrEqual(1);
    },
    60_000,
  );

  it.each([
    ['made once', made],
    ['that may come again', newEvent],
  ])(
    'cut again and again loses and doubles nothing, with ids %s',
    async (__, event) => {
      const names = Array.from({ length: 90 }, newStream);
      let answered = 0;
      const appends = names.map(async (stream, n) => {
        await until('its turn', () => answered >= n - 30, 40_000);
        const events = [event()];
        const appended = await untilTaken(() => store.append(stream, n % 2 === 0 ? NO_STREAM : ANY, events));
        answered += 1;
        return appended.revision;
      });
      for (const enough of [10, 40, 60]) {
        await until('some answers', () => answered >= enough, 40_000);
        await line.cut();
        await line.mend();
      }
      expect(await Promise.all(appends)).toEqual(names.map(() => 0));
      expect(await Promise.all(names.map((stream) => untilTaken(() => lengthOf(stream))))).toEqual(names.map(() => 1));
    },
    90_000,
  );

  it('cut under a subscription leaves no gap in it and repeats nothing', async () => {
    let after = await untilTaken(() => store.head());
    const events = Array.from({ length: 60 }, made);
    const stop = new AbortController();
    const stream = newStream();
    const seen: string[] = [];
    const following = untilTaken(async () => {
      // It ends where the line broke: the server may have been put back, and a follower proves its place first.
      while (!stop.signal.aborted) {
        for await (const batch of store.subscribe({ after, signal: stop.signal })) {
          after = batch.position;
          // A real server's log may be others' as well.
          seen.push(...batch.events.filter((event) => event.stream === stream).map(({ id }) => id));
          if (seen.length >= events.length) stop.abort();
        }
      }
    });
    for (const [n, event] of events.entries()) {
      if (n % 20 === 10) {
        await line.cut();
        await line.mend();
      }
      await untilTaken(() => store.append(stream, ANY, [event]));
    }
    await following;
    expect(seen).toEqual(events.map(({ id }) => id));
  }, 60_000);
});
