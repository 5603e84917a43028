import { byteRange } from './byte-range';
import { partOf } from './part-of';

test.each([
  [undefined, undefined],
  ['bytes=0-9', { start: 0, end: 9 }],
  ['bytes=90-', { start: 90, end: 99 }],
  ['bytes=90-500', { start: 90, end: 99 }],
  ['bytes=-10', { start: 90, end: 99 }],
  ['bytes=-500', { start: 0, end: 99 }],
  ['bytes=100-', 'none'],
  ['bytes=-0', 'none'],
  ['bytes=9-3', undefined],
  ['bytes=0-1,5-6', undefined],
  ['lines=0-1', undefined],
  ['bytes=-', undefined],
])('of a hundred bytes, %s is %j', (header, range) => {
  expect(byteRange({ range: header }, 100, '"tag"')).toEqual(range);
});

test.each([
  ['"tag"', { start: 0, end: 9 }],
  ['"other"', undefined],
  ['W/"tag"', undefined],
  ['tag', undefined],
  ['Wed, 21 Oct 2026 07:28:00 GMT', undefined],
])('a part is sent to who has the same, and all to who has something else: %s', (ifRange, range) => {
  expect(byteRange({ range: 'bytes=0-9', ifRange }, 100, '"tag"')).toEqual(range);
});

test('a part of pieces is cut out of them, wherever they begin', async () => {
  const pieces = async function* () {
    for (const text of ['abc', '', 'd', 'efgh']) yield Buffer.from(text);
  };
  for (let start = 0; start < 8; start += 1) {
    for (let end = start; end < 8; end += 1) {
      const found: Buffer[] = [];
      for await (const piece of partOf(pieces(), start, end)) found.push(piece);
      expect(Buffer.concat(found).toString()).toBe('abcdefgh'.slice(start, end + 1));
    }
  }
});
