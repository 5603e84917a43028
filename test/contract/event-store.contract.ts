import { MAX_APPEND_BYTES, type EventStore } from '../../src/kernel/event-store';
import { ANY, NO_STREAM } from '../../src/kernel/expected-revision';
import type { NewEvent } from '../../src/kernel/new-event';
import { BEFORE_FIRST } from '../../src/kernel/position';
import type { RecordedEvent } from '../../src/kernel/recorded-event';
import { AppendTooLarge, WrongExpectedRevision } from '../../src/kernel/store-errors';
import { newEvent, newEvents, newestEvent, unique } from './new-events';
import { olderShapesContract } from './older-shapes.contract';
import { subscriptionsContract } from './subscriptions.contract';

/** A store that can be closed and opened again on the same log. */
export interface StoreUnderTest {
  readonly store: EventStore;
  reopen(): Promise<StoreUnderTest>;
  close(): Promise<void>;
}

/** What every event store does, the embedded one included. */
export function eventStoreContract(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`event store contract: ${name}`, () => {
    let under: StoreUnderTest;
    let store: EventStore;
    let stream: string;
    beforeEach(async () => {
      under = await open();
      ({ store } = under);
      stream = `thing-${unique('s')}`;
    });
    afterEach(() => under.close());

    /** What this test wrote, of what a log that others write to as well tells. */
    const own = (events: readonly RecordedEvent[]) => events.filter((event) => event.stream.startsWith(stream));
    const collect = async (after: string, ids: readonly string[], types?: readonly string[]) => {
      const stop = new AbortController();
      const seen: string[] = [];
      for await (const batch of store.subscribe({ after, signal: stop.signal, ...(types ? { types } : {}) })) {
        seen.push(...own(batch.events).map((event) => event.id));
        if (ids.every((id) => seen.includes(id))) {
          stop.abort();
        }
      }
      return seen;
    };

    describe('append', () => {
      it('gives revisions from 0 and growing positions', async () => {
        const first = await store.append(stream, NO_STREAM, newEvents(2));
        const second = await store.append(stream, 1, newEvents(1));
        expect([first.revision, second.revision]).toEqual([1, 2]);
        expect(first.position < second.position).toBe(true);
        expect(first.repeated || second.repeated).toBe(false);
      });

      it.each([
        ['NO_STREAM on one that exists', NO_STREAM],
        ['a revision behind', 0],
        ['a revision ahead', 7],
      ])('refuses %s, telling where the stream is, and writes nothing', async (_, expected) => {
        await store.append(stream, NO_STREAM, newEvents(2));
        const refused = store.append(stream, expected, newEvents(1));
        await expect(refused).rejects.toThrow(WrongExpectedRevision);
        await expect(refused).rejects.toMatchObject({ stream, expected, actual: 1 });
        expect(await store.readStream(stream, { limit: 10 })).toHaveLength(2);
      });

      it('refuses a revision of a stream that does not exist', async () => {
        await expect(store.append(stream, 0, newEvents(1))).rejects.toMatchObject({ actual: -1 });
      });

      it('takes any revision when asked to', async () => {
        await store.append(stream, ANY, newEvents(1));
        expect((await store.append(stream, ANY, newEvents(1))).revision).toBe(1);
      });

      it.each(
        ([ANY, NO_STREAM, 1, 2, 9] as const).flatMap((expected) => [
          ['of any form', expected, newEvent] as const,
          ['of version 7', expected, newestEvent] as const,
        ]),
      )('answers a repetition as the first time, with ids %s, expecting %p', async (_, expected, event) => {
        const events = [event(), event()];
        const first = await store.append(stream, NO_STREAM, events);
        await store.append(stream, 1, newEvents(1));
        const again = await store.append(stream, expected, events);
        expect(again).toEqual({ ...first, repeated: true });
        expect(await store.readStream(stream, { limit: 10 })).toHaveLength(3);
      });

      it('refuses events of which only some are there already', async () => {
        const [a, b] = newEvents(2) as [NewEvent, NewEvent];
        await store.append(stream, NO_STREAM, [a]);
        await expect(store.append(stream, 0, [a, b])).rejects.toThrow(WrongExpectedRevision);
        expect(await store.readStream(stream, { limit: 10 })).toHaveLength(1);
      });

      it('takes the same id in another stream', async () => {
        const events = newEvents(1);
        await store.append(stream, NO_STREAM, events);
        expect((await store.append(`${stream}x`, NO_STREAM, events)).repeated).toBe(false);
      });

      it('lets one of many at once win, and the others know it', async () => {
        const tries = Array.from({ length: 50 }, () => store.append(stream, NO_STREAM, newEvents(1)));
        const settled = await Promise.allSettled(tries);
        expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        expect(await store.readStream(stream, { limit: 100 })).toHaveLength(1);
      });

      it.each([
        ['one event', 1, 'x'],
        ['one event of letters that take four bytes', 1, '🔑'],
        ['many events', 500, 'x'],
      ])('takes as much as %s may weigh at the most, and no letter more', async (_, n, letter) => {
        const events = (texts: readonly string[]) =>
          texts.map((text) => newEvent('keyledger.thing-done.v1', { text, fill: '' }));
        const weight = (some: readonly NewEvent[]) =>
          some.reduce(
            (sum, { type, data, metadata }) =>
              sum + 2 * type.length + Buffer.byteLength(JSON.stringify(data) + JSON.stringify(metadata)),
            0,
          );
        const room = MAX_APPEND_BYTES - weight(events(Array.from({ length: n }, () => '')));
        const text = letter.repeat(room / n / Buffer.byteLength(letter));
        const most = events(Array.from({ length: n }, () => text));
        const last = most.at(-1) as NewEvent;
        const filled = (more: number): NewEvent[] => [
          ...most.slice(0, -1),
          { ...last, data: { text, fill: 'x'.repeat(MAX_APPEND_BYTES - weight(most) + more) } },
        ];
        await expect(store.append(stream, NO_STREAM, filled(1))).rejects.toThrow(AppendTooLarge);
        expect(await store.append(stream, NO_STREAM, filled(0))).toMatchObject({ revision: n - 1 });
        expect((await store.readStream(stream, { limit: n + 1 })).map(({ data }) => data)).toEqual(
          filled(0).map(({ data }) => data),
        );
      });
    });

    describe('reads', () => {
      it('give back what was written, to the letter', async () => {
        const event = newEvent('keyledger.thing-done.v1', { text: 'naïve "quoted" \u2028 🔑', n: 1, list: ['a'] });
        const { position } = await store.append(stream, NO_STREAM, [event]);
        expect(await store.readStream(stream, { limit: 1 })).toEqual([{ ...event, stream, revision: 0, position }]);
      });

      it('page a stream forwards and backwards', async () => {
        await store.append(stream, NO_STREAM, newEvents(5));
        const revisions = async (options: object) =>
          (await store.readStream(stream, { limit: 2, ...options })).map((event) => event.revision);
        expect(await revisions({})).toEqual([0, 1]);
        expect(await revisions({ from: 3 })).toEqual([3, 4]);
        expect(await revisions({ from: 5 })).toEqual([]);
        expect(await revisions({ direction: 'backwards' })).toEqual([4, 3]);
        expect(await revisions({ direction: 'backwards', from: 1 })).toEqual([1, 0]);
      });

      it('are empty for a stream that does not exist', async () => {
        expect(await store.readStream(stream, { limit: 5 })).toEqual([]);
        expect(await store.readStream(stream, { limit: 5, direction: 'backwards' })).toEqual([]);
      });

      it('page the whole log in the order of positions, both ways, by type', async () => {
        const before = await store.head();
        const [one, other] = [unique('keyledger.type-').toLowerCase(), unique('keyledger.type-').toLowerCase()];
        await store.append(stream, NO_STREAM, newEvents(3, one));
        await store.append(`${stream}b`, NO_STREAM, newEvents(3, other));
        const types = [one, other];
        const all = await store.readAll({ from: before, limit: 10, types });
        expect(all.map((event) => event.position)).toEqual(all.map((event) => event.position).toSorted());
        expect(all.map((event) => event.type)).toEqual([one, one, one, other, other, other]);
        expect(own(await store.readAll({ from: before, limit: 1000 }))).toEqual(all);
        expect(own(await store.readAll({ direction: 'backwards', limit: 1000 }))).toEqual(all.toReversed());
        expect(await store.readAll({ from: before, limit: 2 })).toHaveLength(2);
        expect(await store.readAll({ from: before, limit: 2, types: [other] })).toEqual(all.slice(3, 5));
        expect(await store.readAll({ from: all[4]?.position ?? '', limit: 10, types })).toEqual(all.slice(5));
        const backwards = await store.readAll({ direction: 'backwards', limit: 4, types });
        expect(backwards).toEqual(all.toReversed().slice(0, 4));
        expect(await store.readAll({ direction: 'backwards', limit: 2, from: all[3]?.position ?? '', types })).toEqual(
          all.slice(1, 3).toReversed(),
        );
      });

      it('tell the head, at least as far as every answered append', async () => {
        const { position } = await store.append(stream, NO_STREAM, newEvents(1));
        expect((await store.head()) >= position).toBe(true);
      });
    });

    subscriptionsContract(() => ({ store, stream, own, collect }));
    olderShapesContract(() => ({ store, stream }));

    it('keeps everything over a restart', async () => {
      const events = newEvents(3);
      await store.append(stream, NO_STREAM, events);
      const head = await store.head();
      under = await under.reopen();
      ({ store } = under);
      expect((await store.head()) >= head).toBe(true);
      expect((await store.readStream(stream, { limit: 9 })).map((event) => event.id)).toEqual(
        events.map(({ id }) => id),
      );
      expect((await store.append(stream, NO_STREAM, events)).repeated).toBe(true);
      expect(
        await collect(
          BEFORE_FIRST,
          events.map(({ id }) => id),
        ),
      ).toEqual(expect.arrayContaining(events.map(({ id }) => id)));
    });
  });
}
