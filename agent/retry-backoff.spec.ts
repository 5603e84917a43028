import fc from 'fast-check';
import { RequestRefused, RequestUnanswered } from './server/request-error';
import { RetryBackoff } from './retry-backoff';

const MINUTE = 60_000;
const away = new RequestUnanswered('refused');
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('a server that is away is asked at least every 5 s for 5 minutes, at least every minute after', () => {
  fc.assert(
    fc.property(fc.array(random, { minLength: 1, maxLength: 200 }), (draws) => {
      let now = 1_000_000;
      let i = 0;
      const backoff = new RetryBackoff(
        () => now,
        () => draws[i++ % draws.length] ?? 0,
      );
      for (const start = now; now < start + 30 * MINUTE;) {
        const wait = backoff.after(away);
        expect(wait).toBeGreaterThanOrEqual(100);
        expect(wait).toBeLessThanOrEqual(now - start < 5 * MINUTE ? 5000 : MINUTE);
        now += Math.max(wait, 1000);
      }
    }),
    { numRuns: 20 },
  );
});

test('agents that lost the server together do not come back together', () => {
  const waits = Array.from({ length: 1000 }, () => {
    const backoff = new RetryBackoff(Date.now);
    for (let i = 0; i < 6; i++) backoff.after(away);
    return backoff.after(away);
  });
  const tenths = Array.from({ length: 10 }, (_, i) => waits.filter((wait) => Math.floor(wait / 500) === i).length);
  expect(Math.min(...tenths)).toBeGreaterThan(40);
});

test('after an answer it begins anew', () => {
  const backoff = new RetryBackoff(Date.now, () => 0.999);
  for (let i = 0; i < 10; i++) backoff.after(away);
  backoff.restore();
  expect(backoff.after(away)).toBeLessThan(500);
});

test.each(['AGENT_NOT_APPROVED', 'CLOCK_SKEW', 'UNAUTHENTICATED', 'AGENT_CLONED'])(
  'what only a person can end (%s) is asked slowly',
  (code) => {
    expect(new RetryBackoff(Date.now, () => 0).after(new RequestRefused(403, code, ''))).toBeGreaterThanOrEqual(2000);
  },
);
