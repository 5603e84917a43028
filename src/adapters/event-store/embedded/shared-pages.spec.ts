import type { StoredFact } from '../../../kernel/facts/fact-classifier';
import { toPosition } from './event-file';
import { SharedPages } from './shared-pages';

let reads = 0;
/** The facts after a place; those of them that are none, `none`, are passed over. */
const read =
  (after: number, count: number, { text = '{}', none = [] as readonly number[] } = {}) =>
  () => {
    reads += 1;
    const places = Array.from({ length: count }, (_, n) => after + n + 1);
    const at = (place: number) => ({ position: toPosition(place) }) as never;
    return {
      rows: places.map(() => ({ texts: { data: text, metadata: '{}' } }) as unknown as StoredFact),
      judged: {
        facts: places.filter((place) => !none.includes(place)).map(at),
        passed: places.filter((place) => none.includes(place)).map(at),
        last: toPosition(after + count),
      },
    };
  };
const placesOf = (entries: readonly { readonly position: string }[]) => entries.map(({ position }) => Number(position));

beforeEach(() => {
  reads = 0;
  jest.useFakeTimers();
});
afterEach(() => jest.useRealTimers());

test('a page that several ask for is read once, whatever others have read meanwhile', () => {
  const pages = new SharedPages();
  const first = pages.after(0, 200, read(0, 200));
  pages.after(200, 200, read(200, 200));
  expect(pages.after(0, 200, read(0, 200))).toBe(first);
  expect(reads).toBe(2);
});

test('who asks from within a page gets the rest of it, and who takes fewer as many of it, each fact once and none left out', () => {
  const pages = new SharedPages();
  const none = [100, 101, 150, 200];
  pages.after(0, 200, read(0, 200, { none }));
  const rest = pages.after(120, 200, read(120, 200));
  expect(placesOf(rest.facts)).toEqual(Array.from({ length: 80 }, (_, n) => 121 + n).filter((n) => !none.includes(n)));
  expect([placesOf(rest.passed), rest.last]).toEqual([[150, 200], toPosition(200)]);
  const seen: number[] = [];
  for (let at = 0; at < 200;) {
    const { facts, passed, last } = pages.after(at, 110, read(at, 110));
    expect(facts.length).toBeLessThanOrEqual(110);
    seen.push(...placesOf(facts), ...placesOf(passed));
    at = Number(last);
  }
  expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, n) => n + 1));
  expect(reads).toBe(1);
});

test('who takes more than was read reads as many, and what is read a few at a time is not kept', () => {
  const pages = new SharedPages();
  pages.after(0, 200, read(0, 200));
  pages.after(0, 300, read(0, 300));
  expect(reads).toBe(2);
  pages.after(300, 50, read(300, 50));
  pages.after(300, 50, read(300, 50));
  expect(reads).toBe(4);
});

test('it is kept for a moment only, as what is in the log may count otherwise then', () => {
  const pages = new SharedPages();
  pages.after(0, 200, read(0, 200));
  jest.advanceTimersByTime(2001);
  pages.after(0, 200, read(0, 200));
  expect(reads).toBe(2);
});

test('one that is not full, and one that is large, are read each time', () => {
  const pages = new SharedPages();
  const large = { text: 'x'.repeat(50 * 1024) };
  for (const asked of [read(0, 199), read(0, 199), read(0, 200, large), read(0, 200, large)]) {
    pages.after(0, 200, asked);
  }
  expect(reads).toBe(4);
});
