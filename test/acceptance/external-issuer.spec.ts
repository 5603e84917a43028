import { AUDIENCE, issued, ISSUER, keyServer, signingKey, type KeyServer } from '../support/key-server';
import { client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';

const key = signingKey('one');
let keys: KeyServer;
let application: RunningApplication;
beforeEach(async () => {
  keys = await keyServer();
  keys.knobs.keys = [key];
  application = await runningApplication({
    env: { KEYLEDGER_JWT_ISSUER: ISSUER, KEYLEDGER_JWKS_URL: keys.url, KEYLEDGER_JWT_AUDIENCE: AUDIENCE },
  });
});
afterEach(async () => {
  await application.end();
  await keys.close();
});

const ask = (token: string) => client(application.url, 'ann@example.com', token).get('/me');

test("trouble with the issuer's keys is told as such: 503, the cause in the log, a metric", async () => {
  keys.knobs.answer = 'error';
  const { status, headers, body, text } = await ask(await issued(key, Date.now(), { email_verified: true }));
  expect(body).toMatchObject({ status: 503, code: 'ISSUER_UNAVAILABLE' });
  expect([status, headers.get('retry-after')]).toEqual([503, '2']);
  expect(text).not.toMatch(/200 OK|127\.0\.0\.1/);
  expect(application.logged.join('')).toMatch(/Expected 200 OK.*trouble with fetching the keys of the token issuer/);
  const metrics = await (await fetch(`${application.url}/metrics`)).text();
  expect(metrics).toContain('keyledger_issuer_key_fetches_total{outcome="failed"} 1');
  expect(metrics).toContain('keyledger_http_refusals_total{code="ISSUER_UNAVAILABLE"} 1');
});

test('what is wrong with a token is told, and never the token', async () => {
  const verified = await issued(key, Date.now(), { email_verified: true });
  expect((await ask(verified)).status).toBe(200);
  const expired = await issued(key, Date.now(), { exp: 1 });
  const { body, text } = await ask(expired);
  expect(body).toMatchObject({
    status: 401,
    code: 'UNAUTHENTICATED',
    detail: expect.stringMatching(/expired at 1970/),
  });
  const signature = expired.split('.')[2] ?? '';
  expect(text).not.toContain(signature);
  expect(application.logged.join('')).not.toContain(signature);
  const unverified = await issued(key, Date.now(), { sub: 'bob', email: 'bob@example.com' });
  expect((await ask(unverified)).body.detail).toMatch(/has not verified the e-mail/);
  const nameless = await issued(key, Date.now(), { sub: 'kim', email: undefined });
  expect((await ask(nameless)).body.detail).toMatch(/carries no e-mail/);
});

test('a token of 16 KiB is read, as issuers write all the groups of a person into it', async () => {
  const token = await issued(key, Date.now(), { email_verified: true, groups: 'g'.repeat(11_900) });
  expect(token.length).toBeGreaterThan(15_900);
  expect((await ask(token)).status).toBe(200);
  const longer = await issued(key, Date.now(), { email_verified: true, groups: 'g'.repeat(12_300) });
  expect(await ask(longer)).toMatchObject({
    status: 401,
    body: { detail: expect.stringMatching(/longer than 16 KiB/) },
  });
});
