import { issued, ISSUER, keyServer, signingKey, type KeyServer } from '../../../test/support/key-server';
import { until } from '../../../test/support/until';
import { judgeOf } from '../../../test/support/judged-token';
import { believedIssuers } from './believed-issuers';
import type { IssuerKeysOptions } from './issuer-keys';

const START = Date.parse('2026-01-01T00:00:00Z');
const MINUTE = 60_000;
const one = signingKey('one');
const two = signingKey('two');

let now = START;
const clock = { now: () => now };
let server: KeyServer;
let told: unknown[];
beforeEach(async () => {
  now = START;
  told = [];
  server = await keyServer();
  server.knobs.keys = [one];
});
afterEach(() => server.close());

const open = (options: Pick<IssuerKeysOptions, 'cooldownMs' | 'timeoutMs'> = {}, staleMs?: number) => {
  const stale = staleMs === undefined ? {} : { staleMs };
  const named = { issuer: ISSUER, audience: 'vault', jwksUrl: server.url, ...stale };
  const external = { ...named, emailClaim: 'email', emailVerifiedClaim: 'email_verified' };
  return judgeOf(
    believedIssuers([external], () => [one], clock, {
      onFetch: (error) => void told.push(error),
      ...options,
    }),
  );
};
const ann = { subject: 'ann' };
const unavailable = { name: 'IssuerUnavailable', retryAfterSeconds: 2 };
const day = (key = one) => issued(key, START, { exp: START / 1000 + 7 * 86_400 });

test.each(['error', 'nonsense'] as const)('keys that can not be had (%s) are no fault of the token', async (answer) => {
  server.knobs.answer = answer;
  await expect(open().verify(await day())).rejects.toMatchObject(unavailable);
  expect(told).toEqual([expect.any(Error)]);
});

test('an issuer that is away is asked again, but not by each token', async () => {
  const verifier = open();
  server.knobs.answer = 'error';
  for (let i = 0; i < 5; i += 1) await expect(verifier.verify(await day())).rejects.toMatchObject(unavailable);
  expect(server.asked()).toBe(1);
  now += 2_000;
  server.knobs.answer = 'keys';
  expect(await verifier.verify(await day())).toMatchObject(ann);
  expect(told).toEqual([expect.any(Error), undefined]);
});

test('many tokens at once ask once', async () => {
  const verifier = open();
  const token = await day();
  await Promise.all(Array.from({ length: 20 }, () => verifier.verify(token)));
  expect([server.asked(), told]).toEqual([1, [undefined]]);
});

test('known keys serve on while the issuer is away, for a day, and every failure is told', async () => {
  const verifier = open();
  await verifier.verify(await day());
  server.knobs.answer = 'error';
  now += 11 * MINUTE;
  expect(await verifier.verify(await day())).toMatchObject(ann);
  await until('a failure told', () => told.length === 2);
  now += 24 * 60 * MINUTE;
  await expect(verifier.verify(await day())).rejects.toMatchObject(unavailable);
});

test('known keys serve on for as long as it is set, and no longer', async () => {
  const verifier = open({}, 20 * 60_000);
  await verifier.verify(await day());
  server.knobs.answer = 'error';
  now += 19 * 60_000;
  expect(await verifier.verify(await day())).toMatchObject(ann);
  now += 2 * 60_000;
  await expect(verifier.verify(await day())).rejects.toMatchObject(unavailable);
  server.knobs.answer = 'keys';
  now += 60_000;
  expect(await verifier.verify(await day())).toMatchObject(ann);
});

test('whoever has keys does not wait for an issuer that hangs', async () => {
  const verifier = open();
  await verifier.verify(await day());
  server.knobs.answer = 'error';
  now += 11 * MINUTE;
  await verifier.verify(await day());
  server.knobs.answer = 'nothing';
  now += MINUTE;
  const startedAt = performance.now();
  expect(await verifier.verify(await day())).toMatchObject(ann);
  expect(performance.now() - startedAt).toBeLessThan(4_000);
  await until('the issuer asked', () => server.asked() === 3);
});

test('after the clock was set back keys are fetched as before: a withdrawn one is refused, a new one known', async () => {
  now += 60 * MINUTE;
  const verifier = open();
  await verifier.verify(await day());
  now -= 30 * MINUTE;
  server.knobs.keys = [two];
  await expect(verifier.verify(await day())).rejects.toThrow(/unknown key/);
  expect(await verifier.verify(await day(two))).toMatchObject(ann);
});

test('a key not seen before is fetched; while it can not be, the token may be good', async () => {
  const verifier = open({ cooldownMs: 0 });
  await verifier.verify(await day());
  server.knobs.answer = 'error';
  await expect(verifier.verify(await day(two))).rejects.toMatchObject(unavailable);
  server.knobs.answer = 'keys';
  server.knobs.keys = [two];
  expect(await verifier.verify(await day(two))).toMatchObject(ann);
  await expect(verifier.verify(await day())).rejects.toThrow(/unknown key/);
});

test('made-up key ids become no requests to the issuer', async () => {
  const verifier = open();
  await verifier.verify(await day());
  for (let i = 0; i < 5; i += 1) {
    await expect(verifier.verify(await day(signingKey(`x${i}`)))).rejects.toThrow(/unknown key/);
  }
  expect(server.asked()).toBe(1);
});

test('tokens of somebody else ask nobody', async () => {
  const verifier = open();
  await expect(verifier.verify(await issued(one, START, { iss: 'https://evil' }))).rejects.toThrow(/another issuer/);
  await expect(verifier.verify('nonsense')).rejects.toThrow(/not a signed JWT/);
  expect(server.asked()).toBe(0);
});

test.each(['endless', 'dripping', 'elsewhere', 'many'] as const)(
  'an issuer that answers with what has no end or bound (%s) is given up, and known keys serve on',
  async (answer) => {
    const verifier = open({ timeoutMs: 1_000 });
    server.knobs.answer = answer;
    await expect(verifier.verify(await day())).rejects.toMatchObject(unavailable);
    expect([server.asked(), told]).toEqual([1, [expect.any(Error)]]);
    expect(server.sent()).toBeLessThan(8 * 1024 * 1024);
    server.knobs.answer = 'keys';
    now += 2_000;
    expect(await verifier.verify(await day())).toMatchObject(ann);
    server.knobs.answer = answer;
    now += 11 * MINUTE;
    expect(await verifier.verify(await day())).toMatchObject(ann);
  },
);
