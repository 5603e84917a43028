import type { StoredFact } from '../../../kernel/facts/fact-classifier';
import { SharedPages } from './shared-pages';

const page = (from: number, count: number, text = '{}') => ({
  rows: Array.from({ length: count }, () => ({ texts: { data: text, metadata: '{}' } }) as unknown as StoredFact),
  judged: { facts: [], passed: [], last: String(from + count) },
});

let reads = 0;
const read = (from: number, count: number, text?: string) => () => {
  reads += 1;
  return page(from, count, text);
};
beforeEach(() => {
  reads = 0;
  jest.useFakeTimers();
});
afterEach(() => jest.useRealTimers());

test('a page that several ask for is read once, and whoever asks for another one reads that', () => {
  const pages = new SharedPages();
  const first = pages.after(0, 10, read(0, 10));
  expect(pages.after(0, 10, read(0, 10))).toBe(first);
  expect(reads).toBe(1);
  pages.after(0, 5, read(0, 5));
  pages.after(10, 5, read(10, 5));
  expect(reads).toBe(3);
});

test('it is kept for a moment only, as what is in the log may count otherwise then', () => {
  const pages = new SharedPages();
  pages.after(0, 10, read(0, 10));
  jest.advanceTimersByTime(1001);
  pages.after(0, 10, read(0, 10));
  expect(reads).toBe(2);
});

test('one that is not full, and one that is large, are read each time', () => {
  const pages = new SharedPages();
  for (const asked of [
    read(0, 9),
    read(0, 9),
    read(0, 10, 'x'.repeat(1024 * 1024)),
    read(0, 10, 'x'.repeat(1024 * 1024)),
  ]) {
    pages.after(0, 10, asked);
  }
  expect(reads).toBe(4);
});
