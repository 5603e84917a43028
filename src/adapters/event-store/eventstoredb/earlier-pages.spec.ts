import type { ResolvedEvent } from '@eventstore/db-client';
import type { StreamEntry } from '../../../kernel/facts/stream-entry';
import { EarlierPages } from './earlier-pages';

const placeOf = (n: number) => String(n).padStart(16, '0');

/** A server with so many facts in its log, `log` of them, asked for pages; it counts how often. */
const server = (facts: number) => {
  const asked: string[] = [];
  const state = { facts, log: 'first', breaks: 0, answer: Promise.resolve() };
  const reads = {
    after: async <T>(position: string, limit: number, as: (event: ResolvedEvent) => T) => {
      asked.push(position);
      const { log } = state;
      await state.answer;
      const from = Number(position);
      const places = Array.from({ length: Math.max(0, Math.min(limit, state.facts - from)) }, (_, n) => from + n + 1);
      return { page: places.map((place) => as({ place, log } as unknown as ResolvedEvent)), more: false };
    },
  };
  const placed = (event: ResolvedEvent) => {
    const { place, log } = event as unknown as { place: number; log: string };
    const position = placeOf(place);
    return {
      position,
      entry: { position, event: { position, data: { log }, metadata: {} } } as unknown as StreamEntry,
    };
  };
  return { state, asked, pages: new EarlierPages(reads, placed, () => state.breaks) };
};

const through = async (pages: EarlierPages, limit: number): Promise<number> => {
  let count = 0;
  for (let at: string | undefined = placeOf(0); at !== undefined;) {
    const page = await pages.after(at, limit);
    count += page.facts.length;
    at = page.last;
  }
  return count;
};

test('twenty who go through a log together ask the server for each page of it once', async () => {
  const { pages, asked } = server(1000);
  const counts = await Promise.all(Array.from({ length: 20 }, () => through(pages, 200)));
  expect(counts).toEqual(Array.from({ length: 20 }, () => 1000));
  // The last one tells that there is no more; what is not full may grow, and is asked for again once it was answered.
  expect(asked.filter((place) => place < placeOf(1000))).toHaveLength(5);
});

test('one that fails fails for those who asked together, and the next ask anew', async () => {
  const { pages, state, asked } = server(200);
  state.answer = Promise.reject(new Error('away'));
  const both = await Promise.allSettled([pages.after(placeOf(0), 200), pages.after(placeOf(0), 200)]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  state.answer = Promise.resolve();
  expect((await pages.after(placeOf(0), 200)).facts).toHaveLength(200);
  expect(asked).toHaveLength(2);
});

test('what was read before the line broke, or was under way then, is of another log', async () => {
  const { pages, state } = server(200);
  const logsOf = async (reading: ReturnType<EarlierPages['after']>) => (await reading).facts.map(({ data }) => data)[0];
  expect(await logsOf(pages.after(placeOf(0), 200))).toEqual({ log: 'first' });
  let answer: () => void = () => undefined;
  state.answer = new Promise((resolve) => (answer = resolve));
  // From within the page with a limit of its own: it is not there yet.
  const before = pages.after(placeOf(0), 201);
  Object.assign(state, { log: 'second', breaks: 1 });
  const after = pages.after(placeOf(0), 201);
  answer();
  expect(await logsOf(before)).toEqual({ log: 'first' });
  expect(await logsOf(after)).toEqual({ log: 'second' });
  expect(await logsOf(pages.after(placeOf(0), 200))).toEqual({ log: 'second' });
});
