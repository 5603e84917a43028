import { isOnline, ONLINE_MS, seenLast } from './presence';

const NOW = Date.parse('2026-03-01T09:00:00.000Z');

test.each<[string, number | undefined, boolean]>([
  ['never', undefined, false],
  ['now', NOW, true],
  ['almost too long ago', NOW - ONLINE_MS + 1, true],
  ['too long ago', NOW - ONLINE_MS, false],
  ['a little ahead, by the clock of another node', NOW + 1000, true],
  ['tomorrow, by a clock that was set back since', NOW + 24 * 3_600_000, false],
])('a host that was seen %s', (_, seenAt, online) => {
  expect(isOnline(seenAt, NOW)).toBe(online);
});

test.each([
  ['later', NOW + 5000, NOW + 5000],
  ['earlier, as it was overtaken', NOW - 60_000, NOW],
  ['earlier, as the clock was set back', NOW - 60_001, NOW - 60_001],
])('a sighting that is %s', (_, at, last) => {
  expect(seenLast(NOW, at)).toBe(last);
});
