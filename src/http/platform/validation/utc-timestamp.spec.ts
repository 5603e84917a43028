import { utcTimestamp } from './utc-timestamp';

test.each([
  ['2026-01-31T09:30:00Z', '2026-01-31T09:30:00.000Z'],
  ['2026-01-31t09:30:00.1z', '2026-01-31T09:30:00.100Z'],
  ['2024-02-29T23:59:59.999999-05:30', '2024-03-01T05:29:59.999Z'],
  ['2023-02-29T00:00:00Z', undefined],
  ['2100-02-29T00:00:00Z', undefined],
  ['2026-04-31T00:00:00Z', undefined],
  ['2026-13-01T00:00:00Z', undefined],
  ['2026-00-01T00:00:00Z', undefined],
  ['2026-01-31T24:00:00Z', undefined],
  ['2026-01-31T23:59:60Z', undefined],
  ['2026-01-31T09:30:00+24:00', undefined],
  ['2026-01-31T09:30Z', undefined],
  ['2026-01-31 09:30:00Z', undefined],
  ['0000-01-01T00:00:00+01:00', undefined],
  ['9999-12-31T23:59:59-01:00', undefined],
  [' 2026-01-31T09:30:00Z', undefined],
])('%s is %s', (text, expected) => {
  expect(utcTimestamp(text)).toBe(expected);
});
