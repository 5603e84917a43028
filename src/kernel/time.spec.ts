import { timestamp, unlessFarAhead } from './time';

test('each moment has its own text, asked for once or again', () => {
  const [early, late] = [0, Date.UTC(2026, 0, 1)];
  const texts = [early, late, late, early, late + 1].map(timestamp);
  expect(texts).toEqual([
    '1970-01-01T00:00:00.000Z',
    '2026-01-01T00:00:00.000Z',
    '2026-01-01T00:00:00.000Z',
    '1970-01-01T00:00:00.000Z',
    '2026-01-01T00:00:00.001Z',
  ]);
});

test('what lies beyond the last year of four digits is its last moment, and what is no time has no text', () => {
  expect(timestamp(Number.MAX_SAFE_INTEGER)).toBe('9999-12-31T23:59:59.999Z');
  expect(() => timestamp(Number.NaN)).toThrow(RangeError);
  expect(timestamp(1)).toBe('1970-01-01T00:00:00.001Z');
});

test.each([
  ['is kept as long as clocks may differ so', 60_000, 60_000],
  ['gives way to the clock beyond that', 60_001, 0],
  ['is kept when it lies behind', -5, -5],
])('a time that was decided %s', (_, ahead, taken) => {
  const now = Date.parse('2026-03-01T09:00:00.000Z');
  expect(unlessFarAhead(timestamp(now + ahead), now)).toBe(timestamp(now + taken));
});
