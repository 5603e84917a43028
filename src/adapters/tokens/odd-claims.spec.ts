import { judgeOf } from '../../../test/support/judged-token';
import { AUDIENCE, ISSUER, keyServer, signingKey, type KeyServer } from '../../../test/support/key-server';
import { rawToken } from '../../../test/support/raw-token';
import { believedIssuers } from './believed-issuers';

/** Tokens whose signature is good and whose claims are odd. */
const NOW = Date.parse('2026-01-01T00:00:00Z');
const seconds = NOW / 1000;
const one = signingKey('one');
let server: KeyServer;
beforeAll(async () => {
  server = await keyServer();
  server.knobs.keys = [one];
});
afterAll(() => server.close());

const judged = (claims: object | string, issuer = ISSUER) => {
  const external = { issuer, audience: AUDIENCE, jwksUrl: server.url };
  const named = { ...external, emailClaim: 'email', emailVerifiedClaim: 'email_verified' };
  const { verify } = judgeOf(believedIssuers([named], () => [one], { now: () => NOW }));
  const good = { iss: ISSUER, aud: AUDIENCE, sub: 'ann', exp: seconds + 60 };
  const whole = typeof claims === 'string' ? claims : { ...good, ...claims };
  return verify(rawToken(one.privateKey, { alg: 'ES256', kid: 'one' }, whole));
};

test.each<[string, object]>([
  ['several audiences, ours among them', { aud: ['billing', AUDIENCE] }],
  ['an issue a little ahead, as clocks differ', { iat: seconds + 60 }],
  ['a beginning within what clocks differ', { nbf: seconds + 4 }],
  ['parts of seconds', { exp: seconds + 0.5, iat: seconds - 0.5 }],
  ['the longest subject', { sub: 'x'.repeat(255) }],
])('a token with %s is good', async (_, claims) => {
  await expect(judged(claims)).resolves.toMatchObject({ issuer: ISSUER });
});

test.each<[string, object, RegExp]>([
  ['several audiences, none of them ours', { aud: ['billing', `${AUDIENCE}2`] }, /another audience: "billing vault2"/],
  ['no audience in a list', { aud: [] }, /another audience/],
  ['an audience within a list of lists', { aud: [[AUDIENCE]] }, /another audience: "\(object\)"/],
  ['an audience that is a number', { aud: 1 }, /another audience: "1"/],
  ['an audience in another case', { aud: AUDIENCE.toUpperCase() }, /another audience/],
  ['a beginning in the future', { nbf: seconds + 6 }, /not yet valid: its time begins at 2026-01-01T00:00:06/],
  ['an issue in the future', { iat: seconds + 301 }, /issued at 2026-01-01T00:05:01.*yet to come/],
  ['a beginning that is text', { nbf: '0' }, /nbf claim of the token is of the wrong form/],
  ['an issue that is text', { iat: 'now' }, /iat claim of the token is of the wrong form/],
  ['an end that is a list', { exp: [seconds + 60] }, /exp claim of the token is of the wrong form/],
  ['an end that is nothing', { exp: null }, /exp claim of the token is of the wrong form/],
  ['a subject that is a number', { sub: 42 }, /does not say whose it is/],
  ['a subject that is a list', { sub: ['ann'] }, /does not say whose it is/],
  ['a subject that is an object', { sub: { toString: 'ann' } }, /does not say whose it is/],
  ['an empty subject', { sub: '' }, /does not say whose it is/],
  ['a subject that is too long', { sub: 'x'.repeat(256) }, /does not say whose it is/],
  ['an issuer that is a list', { iss: [ISSUER] }, /another issuer/],
  ['an issuer that is an object', { iss: { toString: 1, valueOf: 1 } }, /another issuer: "\(object\)"/],
  ['the issuer without the slash at its end', { iss: ISSUER.slice(0, -1) }, /another issuer/],
  ['the issuer in another case', { iss: ISSUER.toUpperCase() }, /another issuer/],
])('a token with %s is told so', async (_, claims, words) => {
  await expect(judged(claims)).rejects.toThrow(words);
});

test('an end that no number holds is none', async () => {
  const claims = `{"iss":"${ISSUER}","aud":"${AUDIENCE}","sub":"ann","exp":1e999}`;
  await expect(judged(claims)).rejects.toThrow(/exp claim of the token is of the wrong form/);
});

test('a slash at the end of the configured issuer counts as well', async () => {
  await expect(judged({}, ISSUER.slice(0, -1))).rejects.toThrow(`another issuer: "${ISSUER}"`);
});

test('claims that a name of every object would be taken for are not there', async () => {
  const claims = `{"iss":"${ISSUER}","aud":"${AUDIENCE}","sub":"ann","exp":${seconds + 60},"__proto__":{"email":"a@b.c"}}`;
  expect(await judged(claims)).not.toHaveProperty('email');
});
