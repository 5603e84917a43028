import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { judgeOf } from '../../../test/support/judged-token';
import { AUDIENCE, issued, ISSUER, keyServer, signingKey, type KeyServer } from '../../../test/support/key-server';
import { rawToken } from '../../../test/support/raw-token';
import { believedIssuers } from './believed-issuers';

/** Headers that lead elsewhere, and key sets that hold what they should not. */
const NOW = Date.parse('2026-01-01T00:00:00Z');
const one = signingKey('one');
const two = signingKey('two');
const claims = { iss: ISSUER, aud: AUDIENCE, sub: 'ann', exp: NOW / 1000 + 60 };
const ANN = { subject: 'ann' };
let now = NOW;
let server: KeyServer;
beforeEach(async () => {
  now = NOW;
  server = await keyServer();
  server.knobs.keys = [one];
});
afterEach(() => server.close());

const issuerAt = (issuer: string, { url }: KeyServer) => ({
  issuer,
  audience: AUDIENCE,
  jwksUrl: url,
  emailClaim: 'email',
  emailVerifiedClaim: 'email_verified',
});
const open = () => judgeOf(believedIssuers([issuerAt(ISSUER, server)], () => [one], { now: () => now }));
const jwk = (key: KeyObject, more: object) => ({ ...key.export({ format: 'jwk' }), ...more });

test.each(['none', 'None', 'HS256', 'hs256', 'EdDSA', 'Ed25519', 'ES256K', 'es256', '', undefined, 1, ['ES256'], {}])(
  'the algorithm %j is refused by its name, whatever key it names',
  async (alg) => {
    const token = rawToken(one.privateKey, { alg, kid: 'one' }, claims);
    const words = typeof alg === 'string' ? `not accepted here (alg "${alg}")` : 'not accepted here (alg';
    await expect(open().verify(token)).rejects.toThrow(words);
    expect(server.asked()).toBe(0);
  },
);

test('a token made with the published key as the secret of an HMAC is refused', async () => {
  const [head, body] = rawToken(one.privateKey, { alg: 'HS256', kid: 'one' }, claims).split('.');
  const secret = one.publicKey.export({ type: 'spki', format: 'pem' });
  const mac = createHmac('sha256', secret).update(`${head}.${body}`).digest('base64url');
  await expect(open().verify(`${head}.${body}.${mac}`)).rejects.toThrow(/alg "HS256"/);
});

test('another algorithm of signatures than the key is for is refused', async () => {
  const token = rawToken(one.privateKey, { alg: 'RS256', kid: 'one' }, claims);
  await expect(open().verify(token)).rejects.toThrow(/can not be used here \(kid "one"\)/);
  server.knobs.keys = [];
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  server.knobs.beside = [jwk(rsa.publicKey, { kid: 'one', alg: 'RS256' })];
  const verifier = open();
  const input = `${Buffer.from('{"alg":"RS512","kid":"one"}').toString('base64url')}.${token.split('.')[1]}`;
  const signed = `${input}.${sign('sha512', Buffer.from(input), rsa.privateKey).toString('base64url')}`;
  await expect(verifier.verify(signed)).rejects.toThrow(/can not be used here/);
});

test.each(['jku', 'x5u'])('a key set that the token names itself (%s) is not asked', async (name) => {
  const elsewhere = await keyServer();
  elsewhere.knobs.keys = [two];
  const token = rawToken(two.privateKey, { alg: 'ES256', kid: 'one', [name]: elsewhere.url }, claims);
  await expect(open().verify(token)).rejects.toThrow('The signature of the token does not verify.');
  expect(elsewhere.asked()).toBe(0);
  await elsewhere.close();
});

test.each([
  ['jwk', { jwk: jwk(two.publicKey, {}) }],
  ['x5c', { x5c: [two.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')] }],
])('a key that the token brings along (%s) is not used', async (_, header) => {
  const token = rawToken(two.privateKey, { alg: 'ES256', ...header }, claims);
  await expect(open().verify(token)).rejects.toThrow('The signature of the token does not verify.');
});

test.each([{ crit: ['exp'] }, { crit: ['b64'], b64: false }, { crit: [] }, { crit: 'x' }])(
  'an extension that must be known (%j) is not',
  async (header) => {
    const token = rawToken(one.privateKey, { alg: 'ES256', kid: 'one', ...header }, claims);
    await expect(open().verify(token)).rejects.toThrow(/extension that is not known here \(crit\)/);
  },
);

test('without a kid one key is enough, several are too many', async () => {
  const token = rawToken(one.privateKey, { alg: 'ES256' }, claims);
  expect(await open().verify(token)).toMatchObject(ANN);
  server.knobs.keys = [one, two];
  await expect(open().verify(token)).rejects.toThrow(/does not say with which key of its issuer/);
  // Among those that could have signed it: the others are for something else.
  server.knobs.keys = [one];
  server.knobs.beside = [jwk(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey, { kid: 'r' })];
  expect(await open().verify(token)).toMatchObject(ANN);
});

test('two issuers whose keys have one name: each is judged by its own', async () => {
  const other = await keyServer();
  const namesake = signingKey('one');
  other.knobs.keys = [namesake];
  const issuers = [issuerAt(ISSUER, server), issuerAt('https://other.example.com', other)];
  const { verify } = judgeOf(believedIssuers(issuers, () => [one], { now: () => NOW }));
  const header = { alg: 'ES256', kid: 'one' };
  const theirs = { ...claims, iss: 'https://other.example.com' };
  expect(await verify(rawToken(one.privateKey, header, claims))).toMatchObject({ issuer: ISSUER });
  expect(await verify(rawToken(namesake.privateKey, header, theirs))).toMatchObject({ issuer: theirs.iss });
  await expect(verify(rawToken(namesake.privateKey, header, claims))).rejects.toThrow(/does not verify/);
  await expect(verify(rawToken(one.privateKey, header, theirs))).rejects.toThrow(/does not verify/);
  await other.close();
});

test.each<[string, () => object]>([
  ['symmetric', () => ({ kty: 'oct', k: 'c2VjcmV0' })],
  ['for encryption', () => jwk(two.publicKey, { use: 'enc' })],
  ['for something else', () => jwk(two.publicKey, { key_ops: ['encrypt'] })],
  ['private', () => jwk(two.privateKey, {})],
  ['of another kind', () => jwk(generateKeyPairSync('ed25519').publicKey, {})],
  ['of another curve', () => jwk(generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey, {})],
  ['too short', () => jwk(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey, {})],
  ['no key', () => ({ kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' })],
])('a published key that is %s is no key to verify with, and the others serve', async (_, make) => {
  server.knobs.beside = [{ ...make(), kid: 'odd' }];
  const { verify } = open();
  for (const alg of ['ES256', 'RS256']) {
    const token = rawToken(two.privateKey, { alg, kid: 'odd' }, claims);
    await expect(verify(token)).rejects.toThrow(/publishes and that can not be used here \(kid "odd"\)/);
  }
  expect(await verify(await issued(one, NOW))).toMatchObject(ANN);
});

test('two published keys of one name are too many', async () => {
  server.knobs.beside = [jwk(two.publicKey, { kid: 'one' })];
  await expect(open().verify(await issued(one, NOW))).rejects.toThrow(/does not say with which key/);
});

test('an issuer that publishes no key any more has taken back those it had', async () => {
  const { verify } = open();
  expect(await verify(await issued(one, NOW))).toMatchObject(ANN);
  server.knobs.keys = [];
  now += 5 * 60_000 - 60_000;
  await expect(verify(await issued(one, now))).rejects.toThrow(/unknown key/);
});

test('ten thousand keys are not taken on', async () => {
  server.knobs.beside = Array.from({ length: 10_000 }, (_, n) => ({ kty: 'oct', kid: `${n}`, k: 'AA' }));
  await expect(open().verify(await issued(one, NOW))).rejects.toMatchObject({ name: 'IssuerUnavailable' });
});

test('nor are a few that are larger than 1 MiB together', async () => {
  server.knobs.beside = Array.from({ length: 12 }, (_, n) => ({ kty: 'oct', kid: `${n}`, k: 'A'.repeat(100_000) }));
  await expect(open().verify(await issued(one, NOW))).rejects.toMatchObject({ name: 'IssuerUnavailable' });
});
