import fc from 'fast-check';
import { InMemoryEventStore } from '../../../test/support/in-memory-event-store';
import { fact } from '../../../test/support/read-side';
import { StoreDamaged, StoreUnavailable } from '../store-errors';
import { advanceMark } from './advance-mark';
import { lookUpMark } from './look-up-mark';
import { markAtPosition, ORIGIN, type Mark } from './mark';
import { proveMark } from './prove-mark';

const logOf = async (...streams: readonly number[]) => {
  const log = new InMemoryEventStore();
  for (const [n, stream] of streams.entries()) await log.append(`s-${stream}`, 'any', [fact(n, [])]);
  return log;
};
const ofLength = (n: number, streams = 3) => logOf(...Array.from({ length: n }, (_, each) => each % streams));

/** The mark of whoever followed a log in batches of these sizes. */
const followed = (log: InMemoryEventStore, sizes: readonly number[]): Mark => {
  let [mark, at] = [ORIGIN, 0];
  for (const size of sizes) {
    const events = log.events.slice(at, at + size);
    at += events.length;
    mark = advanceMark(mark, events, log.events[at - 1]?.position ?? '');
  }
  return mark;
};
/** Put back to an older copy, and written on. */
const putBack = async (log: InMemoryEventStore, to: number, more: number) => {
  log.events.splice(to);
  for (let n = 0; n < more; n++) await log.append(`s-${n % 3}`, 'any', [fact(1000 + n, [])]);
};
const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 });

test('a mark is proved by one read while its log is the one it was made on, however that grew', async () => {
  const log = await ofLength(30);
  const mark = followed(log, [10, 10]);
  const [stream, all] = [jest.spyOn(log, 'readStream'), jest.spyOn(log, 'readAll')];
  expect(await proveMark(log, mark)).toBe(mark);
  expect([stream.mock.calls.length, all.mock.calls.length]).toEqual([1, 0]);
});

test('wherever a log went back to and whatever came then, the last common place is one it still has, and none is passed over by far', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, fc.nat(400), fc.nat(60), async (batches, to, more) => {
      const log = await ofLength(batches.reduce((sum, size) => sum + size, 0));
      const [mark, before] = [followed(log, batches), [...log.events]];
      const reached = before.findIndex(({ position }) => position === mark.position) + 1;
      await putBack(log, to, more);
      const found = await proveMark(log, mark);
      if (to >= reached) return expect(found).toBe(mark);
      if (!('lastCommon' in found)) throw new Error('not noticed');
      const { lastCommon } = found;
      const common =
        lastCommon.position === '' ? 0 : before.findIndex((each) => each.id === lastCommon.fact?.eventId) + 1;
      expect(common).toBeLessThanOrEqual(to);
      // Batches of forty, waypoints at least sixteen apart, each at most some times as far away as the one before.
      expect(reached - common).toBeLessThanOrEqual(16 * (reached - to + 60));
    }),
    { numRuns: 200 },
  );
});

test('a ladder is short, however long the way', () => {
  let mark = ORIGIN;
  for (let n = 1; n <= 200_000; n += 10) {
    const position = String(n + 9).padStart(16, '0');
    const events = Array.from({ length: 10 }, (_, k) => ({
      id: `e${n + k}`,
      stream: 's-1',
      revision: n + k,
      position,
    }));
    mark = advanceMark(mark, events as never, position);
  }
  expect(mark.ladder.length).toBeLessThanOrEqual(32);
  expect(mark.fact?.passed).toBe(200_000);
});

test('a ladder of more than 32 rungs, each far from the next, grows coarser: its oldest and the newest are kept', () => {
  const way = 2 ** 50;
  // So far apart that none is left out for lying close to another.
  const rungs = Array.from({ length: 44 }, (_, n) => ({ eventId: `r${n}`, passed: way - Math.floor(20 * 2.05 ** n) }));
  const ladder = rungs.map((rung) => ({
    position: `${rung.passed}`.padStart(16, '0'),
    stream: 's',
    revision: 1,
    ...rung,
  }));
  const at = (n: number) => ({ id: `e${n}`, stream: 's', revision: n, position: `${way + n}`.padStart(16, '0') });
  const [before, next] = [at(1), at(2)];
  const stood: Mark = { position: before.position, fact: { ...before, eventId: before.id, passed: way }, ladder };
  const names = advanceMark(stood, [next as never], next.position).ladder.map(({ eventId }) => eventId);
  expect(names).toHaveLength(32);
  expect([names.slice(0, 3), names.at(-2), names.at(-1)]).toEqual([['e1', 'r0', 'r1'], 'r29', 'r43']);
});

test('what was cut off a stream is no log that went back while the log itself still has it', async () => {
  const log = await ofLength(40);
  const mark = followed(log, [20, 20]);
  jest.spyOn(log, 'readStream').mockImplementation(async (stream) => {
    if (stream === mark.fact?.stream) throw new StoreDamaged('deleted');
    return InMemoryEventStore.prototype.readStream.call(log, stream, { limit: 1000 });
  });
  expect(await proveMark(log, mark)).toBe(mark);
});

test('a store that is away proves nothing, and nothing is taken for gone', async () => {
  const log = await ofLength(3);
  jest.spyOn(log, 'readStream').mockRejectedValue(new StoreUnavailable('away'));
  await expect(proveMark(log, followed(log, [3]))).rejects.toThrow(StoreUnavailable);
});

test('a fact that was written again after the log went back, at another place, is another fact', async () => {
  const log = await ofLength(5);
  const mark = followed(log, [5]);
  const last = log.events.pop();
  await log.append('s-2', 'any', [fact(9, [])]);
  await log.append(last?.stream ?? '', 'any', [last as never]);
  expect(await proveMark(log, mark)).toMatchObject({ lastCommon: expect.anything() });
});

test('a position alone, as an older release wrote it, gets what it rests on from the log; beyond its end it went back', async () => {
  const log = await ofLength(9);
  const place = log.events[5]?.position ?? '';
  const upgraded = await proveMark(log, markAtPosition(place));
  expect(upgraded).toEqual(await lookUpMark(log, place));
  expect(upgraded).toMatchObject({ position: place, fact: { eventId: log.events[5]?.id } });
  const beyond = await proveMark(log, markAtPosition('9'.repeat(16)));
  expect(beyond).toMatchObject({ lastCommon: { position: log.events[8]?.position } });
  expect(await proveMark(log, ORIGIN)).toBe(ORIGIN);
});

test('a mark at a place that holds no fact of ours rests on the last one before it', async () => {
  const log = await ofLength(4);
  expect(await lookUpMark(log, `${log.events[1]?.position}5`)).toMatchObject({ fact: { eventId: log.events[1]?.id } });
  expect(await lookUpMark(log, '')).toEqual(ORIGIN);
});
