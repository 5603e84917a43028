import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, SignJWT, type JWTPayload } from 'jose';
import { signLocalToken } from '../../../wire/local-token';
import { judgeOf } from '../../../test/support/judged-token';
import { believedIssuers } from './believed-issuers';
import { verifiedTokens } from './verified-tokens';

const START = Date.parse('2026-01-01T00:00:00Z');
const HOUR_S = 3600;
const ec = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rejected = (verifying: Promise<unknown>) =>
  expect(verifying).rejects.toMatchObject({ refusal: { code: 'UNAUTHENTICATED' } });

let now = START;
const clock = { now: () => now };
beforeEach(() => (now = START));

const sign = (key: KeyObject, claims: JWTPayload = {}, alg = 'ES256', kid?: string): Promise<string> => {
  const seconds = START / 1000;
  const payload = { iss: 'keyledger', aud: 'keyledger', sub: 'ann', exp: seconds + HOUR_S, ...claims };
  return new SignJWT(payload).setProtectedHeader(kid === undefined ? { alg } : { alg, kid }).sign(key);
};

/** A token put together by hand. */
const forged = (header: object, claims: object, signature: (input: string) => string): string => {
  const input = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${input}.${signature(input)}`;
};

describe('the built-in issuer', () => {
  const { privateKey, publicKey } = ec();
  const verifier = judgeOf(believedIssuers([], () => [{ publicKey, kid: 'k' }], clock));
  const local = { privateKey, kid: 'k', email: 'Ann@example.com', support: true, now: START };

  test('its token says who, and lasts an hour', async () => {
    const token = await signLocalToken(local);
    expect(await verifier.verify(token)).toEqual({
      issuer: 'keyledger',
      subject: 'ann@example.com',
      email: 'Ann@example.com',
      emailVerified: true,
      support: true,
      expiresAt: START + HOUR_S * 1000,
    });
    now = START + HOUR_S * 1000;
    await rejected(verifier.verify(token));
  });

  test.each([
    ['of another issuer', { iss: 'other' }],
    ['for somebody else', { aud: 'other' }],
    ['not yet valid', { nbf: START / 1000 + 60 }],
    ['without end', { exp: undefined }],
    ['of nobody', { sub: undefined }],
  ])('a token %s is rejected', async (_, claims) => {
    await rejected(verifier.verify(await sign(privateKey, claims)));
  });

  test('a token signed by another key, by none, or with the public key as a secret is rejected', async () => {
    await rejected(verifier.verify(await sign(ec().privateKey)));
    const claims = { iss: 'keyledger', aud: 'keyledger', sub: 'ann', exp: START / 1000 + HOUR_S };
    await rejected(verifier.verify(forged({ alg: 'none' }, claims, () => '')));
    const pem = publicKey.export({ type: 'spki', format: 'pem' });
    const hmac = (input: string) => createHmac('sha256', pem).update(input).digest('base64url');
    await rejected(verifier.verify(forged({ alg: 'HS256' }, claims, hmac)));
    await rejected(verifier.verify('nonsense'));
  });

  test('claims of the wrong form are no claims', async () => {
    const token = await sign(privateKey, { email: ['ann@example.com'], email_verified: 1, support: 'yes' });
    expect(await verifier.verify(token)).toMatchObject({ emailVerified: false, support: false });
    expect(await verifier.verify(token)).not.toHaveProperty('email');
  });
});

describe('an external issuer', () => {
  let server: Server;
  let keys: object[] = [];
  let fetched = 0;
  let status = 200;
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = async (key: KeyObject, kid: string) => ({ ...(await exportJWK(key)), kid, use: 'sig' });
  const foreign = (claims: JWTPayload = {}) => ({
    iss: 'https://id.example.com',
    aud: 'vault',
    mail: 'a@b.c',
    ...claims,
  });
  const open = () => {
    const { port } = server.address() as AddressInfo;
    const jwksUrl = `http://127.0.0.1:${port}/keys`;
    const external = {
      issuer: 'https://id.example.com',
      audience: 'vault',
      jwksUrl,
      emailClaim: 'mail',
      emailVerifiedClaim: 'mail_proved',
    };
    return judgeOf(
      believedIssuers([external], () => [{ publicKey: rsa.publicKey, kid: 'k' }], clock, { cooldownMs: 0 }),
    );
  };

  beforeAll(async () => {
    server = createServer((_, response) => {
      fetched += 1;
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ keys }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  beforeEach(async () => {
    keys = [await jwk(rsa.publicKey, 'one')];
    status = 200;
    fetched = 0;
  });

  test('its keys are fetched once, and again when they rotate', async () => {
    const verifier = open();
    const token = await sign(rsa.privateKey, foreign({ mail_proved: 'true' }), 'RS256', 'one');
    expect(await verifier.verify(token)).toMatchObject({ subject: 'ann', email: 'a@b.c', emailVerified: true });
    await verifier.verify(token);
    expect(fetched).toBe(1);
    const next = ec();
    keys = [await jwk(next.publicKey, 'two')];
    await verifier.verify(await sign(next.privateKey, foreign(), 'ES256', 'two'));
    expect(fetched).toBe(2);
    await rejected(verifier.verify(token));
  });

  test('HMAC with a published key, another issuer, audience or key are rejected', async () => {
    const verifier = open();
    const secret = JSON.stringify(keys[0]);
    const claims = foreign({ sub: 'ann', exp: START / 1000 + HOUR_S });
    const hmac = (input: string) => createHmac('sha256', secret).update(input).digest('base64url');
    await rejected(verifier.verify(forged({ alg: 'HS256', kid: 'one' }, claims, hmac)));
    await rejected(verifier.verify(forged({ alg: 'none', kid: 'one' }, claims, () => '')));
    await rejected(verifier.verify(await sign(rsa.privateKey, foreign({ iss: 'https://evil' }), 'RS256', 'one')));
    await rejected(verifier.verify(await sign(rsa.privateKey, foreign({ aud: 'x' }), 'RS256', 'one')));
    await rejected(verifier.verify(await sign(rsa.privateKey, foreign(), 'RS256', 'unknown')));
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
    await rejected(verifier.verify(await sign(other.privateKey, foreign(), 'RS256', 'one')));
  });

  test('another claim than the one named proves nothing', async () => {
    const token = await sign(rsa.privateKey, foreign({ email_verified: true }), 'RS256', 'one');
    expect(await open().verify(token)).toMatchObject({ email: 'a@b.c', emailVerified: false });
  });
});

describe('remembered tokens', () => {
  const until = (expiresAt: number) => ({ issuer: 'i', subject: 's', emailVerified: true, support: false, expiresAt });

  test('are known for a minute, and never past their end', () => {
    const known = verifiedTokens(clock);
    known.remember('a', until(START + 30_000));
    known.remember('b', until(START + 3_600_000));
    now = START + 29_999;
    expect([known.remembered('a'), known.remembered('b')]).toEqual([until(START + 30_000), until(START + 3_600_000)]);
    now = START + 30_000;
    expect(known.remembered('a')).toBeUndefined();
    now = START + 60_000;
    expect(known.remembered('b')).toBeUndefined();
  });

  test('are bounded: the one unused longest goes', () => {
    const known = verifiedTokens(clock, 2);
    for (const token of ['a', 'b']) known.remember(token, until(START + 60_000));
    known.remembered('a');
    known.remember('c', until(START + 60_000));
    expect(['a', 'b', 'c'].filter((token) => known.remembered(token) !== undefined)).toEqual(['a', 'c']);
  });
});
