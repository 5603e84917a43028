import type { LogPage } from './log-page';
import { SharedPages } from './shared-pages';

const placeOf = (n: number) => String(n).padStart(16, '0');
const at = (place: number) => ({ position: placeOf(place) }) as never;

/** The facts after a place; those of them that are none, `none`, are passed over. */
const page = (after: number, count: number, none: readonly number[] = []): LogPage => {
  const places = Array.from({ length: count }, (_, n) => after + n + 1);
  return {
    facts: places.filter((place) => !none.includes(place)).map(at),
    passed: places.filter((place) => none.includes(place)).map(at),
    last: placeOf(after + count),
  };
};
const placesOf = (entries: readonly { readonly position: string }[] = []) =>
  entries.map(({ position }) => Number(position));

let pages: SharedPages;
beforeEach(() => {
  jest.useFakeTimers();
  pages = new SharedPages();
});
afterEach(() => jest.useRealTimers());

test('a page that several ask for is the same, whatever others have read meanwhile', () => {
  const first = page(0, 200);
  pages.keep(placeOf(0), 200, first, 1000);
  pages.keep(placeOf(200), 200, page(200, 200), 1000);
  expect(pages.find(placeOf(0), 200)).toBe(first);
  expect(pages.find(placeOf(400), 200)).toBeUndefined();
});

test('who asks from within a page gets the rest of it, and who takes fewer as many of it, each fact once and none left out', () => {
  const none = [100, 101, 150, 200];
  pages.keep(placeOf(0), 200, page(0, 200, none), 1000);
  const rest = pages.find(placeOf(120), 200);
  expect(placesOf(rest?.facts)).toEqual(Array.from({ length: 80 }, (_, n) => 121 + n).filter((n) => !none.includes(n)));
  expect([placesOf(rest?.passed), rest?.last]).toEqual([[150, 200], placeOf(200)]);
  const seen: number[] = [];
  for (let place = 0; place < 200;) {
    const found = pages.find(placeOf(place), 110);
    expect(found?.facts.length).toBeLessThanOrEqual(110);
    seen.push(...placesOf(found?.facts), ...placesOf(found?.passed));
    place = Number(found?.last);
  }
  expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, n) => n + 1));
});

test('who takes more than was read reads as many, and what is read a few at a time is not kept', () => {
  pages.keep(placeOf(0), 200, page(0, 200), 1000);
  expect(pages.find(placeOf(0), 300)).toBeUndefined();
  pages.keep(placeOf(300), 50, page(300, 50), 1000);
  expect(pages.find(placeOf(300), 50)).toBeUndefined();
});

test('it is kept for a moment only, as what is in the log may count otherwise then', () => {
  pages.keep(placeOf(0), 200, page(0, 200), 1000);
  jest.advanceTimersByTime(1999);
  expect(pages.find(placeOf(0), 200)).toBeDefined();
  jest.advanceTimersByTime(2);
  expect(pages.find(placeOf(0), 200)).toBeUndefined();
});

test('what takes too much memory is not kept, and of the rest what was used last', () => {
  const MIB = 1024 * 1024;
  pages.keep(placeOf(0), 200, page(0, 200), 9 * MIB);
  expect(pages.find(placeOf(0), 200)).toBeUndefined();
  for (let n = 0; n < 3; n += 1) pages.keep(placeOf(n * 200), 200, page(n * 200, 200), 3 * MIB);
  expect([0, 200, 400].map((from) => pages.find(placeOf(from), 200) !== undefined)).toEqual([false, true, true]);
});
