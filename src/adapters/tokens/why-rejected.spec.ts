import type { JWTPayload } from 'jose';
import type { RefusedError } from '../../kernel/refused-error';
import { localIssuerKey } from '../../../wire/local-issuer-key';
import { issued, ISSUER, keyServer, signingKey, type KeyServer } from '../../../test/support/key-server';
import { signLocalToken } from '../../../wire/local-token';
import { judgeOf } from '../../../test/support/judged-token';
import { believedIssuers } from './believed-issuers';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const seconds = NOW / 1000;
const clock = { now: () => NOW };
const one = signingKey('one');
let server: KeyServer;
beforeAll(async () => {
  server = await keyServer();
  server.knobs.keys = [one];
});
afterAll(() => server.close());

const external = () =>
  judgeOf(
    believedIssuers(
      [
        {
          issuer: ISSUER,
          audience: 'vault',
          jwksUrl: server.url,
          emailClaim: 'email',
          emailVerifiedClaim: 'email_verified',
        },
      ],
      () => [one],
      clock,
    ),
  );
const why = async (token: Promise<string> | string): Promise<string> => {
  try {
    await external().verify(await token);
  } catch (error) {
    const { refusal } = error as RefusedError;
    expect(refusal.code).toBe('UNAUTHENTICATED');
    return refusal.detail;
  }
  throw new Error('accepted');
};
const cut = (token: string): string => token.slice(0, token.lastIndexOf('.') + 1);

test.each<[string, JWTPayload, string]>([
  ['expired', { exp: seconds - 60 }, 'The token expired at 2025-12-31T23:59:00.000Z.'],
  ['for another audience', { aud: 'billing' }, 'The token is for another audience: "billing".'],
  ['for several others', { aud: ['a', 'b'] }, 'The token is for another audience: "a b".'],
  ['of another issuer', { iss: 'https://evil' }, 'The token is of another issuer: "https://evil".'],
  ['not yet valid', { nbf: seconds + 60 }, 'The token is not yet valid: its time begins at 2026-01-01T00:01:00.000Z.'],
  ['without audience', { aud: undefined }, 'The token has no aud claim.'],
  ['without issuer', { iss: undefined }, 'The token has no iss claim.'],
  ['without end', { exp: undefined }, 'The token has no exp claim.'],
  ['of nobody', { sub: undefined }, 'The token has no sub claim.'],
  ['of an odd subject', { sub: 'a\n' }, 'The token does not say whose it is (sub).'],
  ['with an end that is none', { exp: 'soon' as never }, 'The exp claim of the token is of the wrong form.'],
  [
    'of an endless audience',
    { aud: `x\n${'y'.repeat(500)}` },
    `The token is for another audience: "x\\n${'y'.repeat(78)}…".`,
  ],
])('a token %s is told so', async (_, claims, words) => {
  expect(await why(issued(one, NOW, claims))).toBe(words);
});

test('what is wrong with the signature is told, and its claims are not judged before', async () => {
  const forged = issued({ ...signingKey('one') }, NOW, { exp: seconds - 60 });
  expect(await why(forged)).toBe('The signature of the token does not verify.');
  expect(await why(issued(signingKey('two'), NOW))).toMatch(/^The token is signed with an unknown key/);
  const [, claims] = (await issued(one, NOW)).split('.');
  const header = Buffer.from('{"alg":"none"}').toString('base64url');
  expect(await why(`${header}.${claims}.`)).toMatch(/signed in a way that is not accepted/);
  expect(await why(`${cut(await issued(one, NOW))}AAAA`)).toBe('The signature of the token does not verify.');
});

test.each(['nonsense', 'a.b.c', '..', `e30.${Buffer.from('[]').toString('base64url')}.e30`])(
  '%s is no token',
  async (token) => {
    expect(await why(token)).toBe('The token is not a signed JWT.');
  },
);

test('the built-in issuer says the same', async () => {
  const key = localIssuerKey(Buffer.alloc(32, 1));
  const verifier = judgeOf(believedIssuers([], () => [key], clock));
  const sign = (with_: typeof key, now: number) =>
    signLocalToken({ ...with_, email: 'ann@example.com', support: false, now });
  await expect(verifier.verify(await issued(one, NOW))).rejects.toThrow(`another issuer: "${ISSUER}"`);
  await expect(verifier.verify(await sign(key, NOW - 3_600_000))).rejects.toThrow(
    'expired at 2026-01-01T00:00:00.000Z',
  );
  const other = localIssuerKey(Buffer.alloc(32, 2));
  await expect(verifier.verify(await sign(other, NOW))).rejects.toThrow('signature of the token does not verify');
});
