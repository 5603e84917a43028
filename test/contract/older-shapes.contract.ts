import type { EventStore } from '../../src/kernel/event-store';
import { NO_STREAM } from '../../src/kernel/expected-revision';
import type { RecordedEvent } from '../../src/kernel/recorded-event';
import { newEvent } from './new-events';

const TYPE = 'keyledger.stream-damage-found.v1';

/** Whoever reads, in whatever way, is told a fact of an earlier release in the shape of today. */
export function olderShapesContract(under: () => { readonly store: EventStore; readonly stream: string }): void {
  it('tells a fact of an earlier release in the shape of today, whichever way it is read', async () => {
    const { store, stream } = under();
    const after = await store.head();
    const stop = new AbortController();
    const live = store.subscribe({ after, types: [TYPE], signal: stop.signal });
    const old = newEvent(TYPE, { damageId: 'd', stream: 'identity-x', revision: 7, fault: 'unknown' });
    await store.append(stream, NO_STREAM, [old]);
    const expected = { id: old.id, data: { ...old.data, foundAt: old.metadata.time } };
    const readings: (readonly (RecordedEvent | undefined)[])[] = [
      await store.readStream(stream, { limit: 1 }),
      await store.readStream(stream, { limit: 1, direction: 'backwards' }),
      (await store.scanStream(stream, 0, 1)).entries.map(({ event }) => event),
      await store.readAll({ from: after, types: [TYPE], limit: 1 }),
    ];
    for await (const { events } of live) {
      if (events.length > 0) {
        readings.push(events);
        stop.abort();
      }
    }
    expect(readings).toHaveLength(5);
    for (const reading of readings) expect(reading).toMatchObject([expected]);
    // What is stored is what was appended: to say it again is a repetition.
    expect((await store.append(stream, NO_STREAM, [old])).repeated).toBe(true);
  });
}
