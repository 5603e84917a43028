import type { EventStore, SubscriptionBatch } from '../../src/kernel/event-store';
import { ANY, NO_STREAM } from '../../src/kernel/expected-revision';
import type { RecordedEvent } from '../../src/kernel/recorded-event';
import { newEvent, newEvents, unique } from './new-events';

interface LogUnderTest {
  readonly store: EventStore;
  readonly stream: string;
  /** What this test wrote, of what was told. */
  own(events: readonly RecordedEvent[]): readonly RecordedEvent[];
  /** Ids of this test's events after a position, until all that are named were seen. */
  collect(after: string, ids: readonly string[], types?: readonly string[]): Promise<readonly string[]>;
}

/** How every event store tells what was appended, and what will be. */
export function subscriptionsContract(under: () => LogUnderTest): void {
  describe('subscriptions', () => {
    it('deliver everything after a position, then what happens, in order and once', async () => {
      const before = await under().store.head();
      const past = newEvents(3);
      await under().store.append(under().stream, NO_STREAM, past);
      const live = Array.from({ length: 40 }, () => newEvent());
      const ids = [...past, ...live].map((event) => event.id);
      const seen = under().collect(before, ids);
      for (const event of live) {
        await under().store.append(under().stream, ANY, [event]);
      }
      expect(await seen).toEqual(ids);
    });

    it('filter by type, and still tell how far they have looked', async () => {
      const before = await under().store.head();
      const mine = unique('keyledger.type-').toLowerCase();
      await under().store.append(under().stream, NO_STREAM, newEvents(2));
      const wanted = newEvent(mine);
      await under().store.append(under().stream, ANY, [wanted]);
      const { position } = await under().store.append(under().stream, ANY, newEvents(2));
      expect(await under().collect(before, [wanted.id], [mine])).toEqual([wanted.id]);
      const stop = new AbortController();
      const seen: SubscriptionBatch[] = [];
      for await (const batch of under().store.subscribe({ after: before, types: [mine], signal: stop.signal })) {
        seen.push(batch);
        if (batch.position >= position && batch.caughtUp) {
          stop.abort();
        }
      }
      expect(seen.flatMap((batch) => batch.events)).toHaveLength(1);
    });

    it('say that they have caught up, on a log where nothing is new too', async () => {
      const stop = new AbortController();
      const seen: SubscriptionBatch[] = [];
      const types = [unique('keyledger.type-').toLowerCase()];
      for await (const batch of under().store.subscribe({
        after: await under().store.head(),
        signal: stop.signal,
        types,
      })) {
        seen.push(batch);
        if (batch.caughtUp) stop.abort();
      }
      expect(seen.flatMap((batch) => batch.events)).toEqual([]);
    });

    it('go at the consumer’s pace and lose nothing', async () => {
      const before = await under().store.head();
      const events = newEvents(100);
      const stop = new AbortController();
      const batches = under().store.subscribe({ after: before, signal: stop.signal, batchSize: 7 });
      await under().store.append(under().stream, NO_STREAM, events.slice(0, 50));
      const seen: string[] = [];
      let late: Promise<unknown> | undefined;
      for await (const batch of batches) {
        expect(batch.events.length).toBeLessThanOrEqual(7);
        late ??= under().store.append(under().stream, ANY, events.slice(50));
        await late;
        seen.push(
          ...under()
            .own(batch.events)
            .map((event) => event.id),
        );
        if (seen.length === 100) {
          stop.abort();
        }
      }
      expect(seen).toEqual(events.map((event) => event.id));
    });

    it('end at the signal, also while waiting', async () => {
      const stop = new AbortController();
      let caughtUp = false;
      for await (const batch of under().store.subscribe({ after: await under().store.head(), signal: stop.signal })) {
        caughtUp ||= batch.caughtUp;
        if (caughtUp) setImmediate(() => stop.abort());
      }
      expect(caughtUp).toBe(true);
    });
  });
}
