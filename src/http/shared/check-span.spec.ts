import { checkSpan } from './check-span';

const [EARLY, LATE] = ['2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z'];

test('a span that ends before it begins is refused, by the name of its beginning', () => {
  expect(() => checkSpan({ from: LATE, to: EARLY })).toThrow('VALIDATION_FAILED');
});

test.each([{}, { from: LATE }, { to: EARLY }, { from: EARLY, to: LATE }, { from: EARLY, to: EARLY }])(
  '%j is a span',
  (span) => {
    expect(() => checkSpan(span)).not.toThrow();
  },
);
