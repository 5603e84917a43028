import { IssuerUnavailable } from '../../kernel/issuer-unavailable';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import { StoreUnavailable } from '../../kernel/store-errors';
import { TokenRejected } from '../../kernel/token-rejected';
import type { BearerRequest } from './bearer-token';
import { KeyNotSought, whyRefused } from './why-refused';

const NONE = 'Send a valid token: Authorization: Bearer …';
const JWT = 'Bearer a.b.c';

const bearing = (authorization?: string, more: readonly string[] = []): BearerRequest => ({
  headers: { authorization },
  raw: { rawHeaders: [...(authorization === undefined ? [] : ['Authorization', authorization]), ...more] },
});

const unauthenticated = (detail: string) => ({ refusal: { code: 'UNAUTHENTICATED', detail } });

test.each<[string, BearerRequest, string]>([
  ['no header', bearing(), NONE],
  ['another scheme', bearing('Basic YTpi'), NONE],
  ['no scheme', bearing('a.b.c'), NONE],
  ['a scheme alone', bearing('Bearer'), NONE],
  ['several headers', bearing(JWT, ['AUTHORIZATION', JWT]), 'Send one Authorization header, not several.'],
  [
    'a token of more than 16 KiB',
    bearing(`Bearer ${'a'.repeat(16_385)}`),
    'The token is longer than 16 KiB: have its issuer put less into it.',
  ],
  ['a token whose signature the library refused', bearing(JWT), 'The signature of the token does not verify.'],
])('%s: 401 that says so', (_, request, detail) => {
  expect(whyRefused(request, [new Error('invalid signature'), 401])).toMatchObject(unauthenticated(detail));
});

test('what a strategy found out stands above what the header looks like', () => {
  const expired = new TokenRejected('expired', 1);
  expect(whyRefused(bearing(JWT), [undefined, expired])).toMatchObject(unauthenticated(expired.message));
});

test('of several the first that is ours is told, whatever the library said before', () => {
  const away = new IssuerUnavailable(2);
  expect(whyRefused(bearing(JWT), [new Error('No auth token'), away, new TokenRejected('no-jwt')])).toBe(away);
});

test('a refusal that was made elsewhere stays what it is', () => {
  const off = new RefusedError(refuse('PERMISSION_DENIED', 'The user is switched off.'));
  expect(whyRefused(bearing(JWT), [off])).toBe(off);
});

test('a search for a key that broke off is no fault of the token', () => {
  const cause = new StoreUnavailable('away');
  expect(whyRefused(bearing(JWT), [new KeyNotSought(cause)])).toBe(cause);
});

test('the token is in none of them', () => {
  const secret = `Bearer ${'s3cret'.repeat(3_000)}`;
  expect(JSON.stringify(whyRefused(bearing(secret), []))).not.toContain('s3cret');
});
