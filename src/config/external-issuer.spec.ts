import { BadConfiguration } from './bad-configuration';
import type { Environment } from './environment';
import { externalIssuers } from './external-issuer';
import { loadConfig } from './load-config';
import { variablesOf } from './variables-of';

const ISSUER = {
  KEYLEDGER_JWT_ISSUER: 'https://id.example.com/',
  KEYLEDGER_JWKS_URL: 'https://id.example.com/keys',
  KEYLEDGER_JWT_AUDIENCE: 'keyledger',
};

const externalIssuer = (env: Environment) => externalIssuers(variablesOf(env))[0];

test('none is named: the built-in one serves', () => {
  expect(externalIssuers(variablesOf({}))).toEqual([]);
});

test('it has no default owner', () => {
  expect(loadConfig(ISSUER).ownerEmail).toBeUndefined();
});

test.each<[Environment, object]>([
  [ISSUER, { issuer: 'https://id.example.com/', emailClaim: 'email', emailVerifiedClaim: 'email_verified' }],
  [{ ...ISSUER, KEYLEDGER_JWKS_URL: 'http://[::1]:9/k' }, { jwksUrl: 'http://[::1]:9/k' }],
  [
    { ...ISSUER, KEYLEDGER_JWT_EMAIL_CLAIM: ' email ' },
    { emailClaim: 'email', emailVerifiedClaim: 'email_verified' },
  ],
  [
    { ...ISSUER, KEYLEDGER_JWT_EMAIL_CLAIM: 'upn', KEYLEDGER_JWT_EMAIL_VERIFIED_CLAIM: 'xms_edov' },
    { emailClaim: 'upn', emailVerifiedClaim: 'xms_edov' },
  ],
  [
    { ...ISSUER, KEYLEDGER_JWT_EMAIL_VERIFIED_CLAIM: 'proved' },
    { emailClaim: 'email', emailVerifiedClaim: 'proved' },
  ],
])('%j is accepted', (env, part) => {
  expect(externalIssuer(env)).toMatchObject(part);
});

test.each<[Environment, RegExp]>([
  [{ KEYLEDGER_JWT_ISSUER: 'https://id.example.com' }, /KEYLEDGER_JWKS_URL and KEYLEDGER_JWT_AUDIENCE are not set/],
  [{ ...ISSUER, KEYLEDGER_JWT_AUDIENCE: ' ' }, /KEYLEDGER_JWT_AUDIENCE is not set/],
  [{ KEYLEDGER_JWT_EMAIL_CLAIM: 'upn' }, /without an external issuer/],
  [{ ...ISSUER, KEYLEDGER_JWT_ISSUER: 'id.example.com' }, /KEYLEDGER_JWT_ISSUER.*https:/],
  [{ ...ISSUER, KEYLEDGER_JWKS_URL: 'http://id.example.com/k' }, /KEYLEDGER_JWKS_URL.*https:/],
  [{ ...ISSUER, KEYLEDGER_JWKS_URL: 'https://me:hunter2@id.example.com/k' }, /^KEYLEDGER_JWKS_URL .*without a user/],
  [{ ...ISSUER, KEYLEDGER_JWT_ISSUER: 'https://me:hunter2@id.example.com/k' }, /without a user/],
  [
    { KEYLEDGER_JWT_EMAIL_VERIFIED_CLAIM: 'x' },
    /^KEYLEDGER_JWT_EMAIL_VERIFIED_CLAIM is set without an external issuer/,
  ],
])('%j is refused in one line that says what to do', (env, words) => {
  expect(() => externalIssuer(env)).toThrow(BadConfiguration);
  expect(() => externalIssuer(env)).toThrow(words);
  expect(() => externalIssuer(env)).not.toThrow(/hunter2/);
});

test.each(['preferred_username', 'upn', 'unique_name', 'sub', 'name', 'Email', 'constructor', 'https://x.org/email'])(
  'the claim %s is no e-mail until the claim that proves it is named',
  (claim) => {
    const env = { ...ISSUER, KEYLEDGER_JWT_EMAIL_CLAIM: claim };
    expect(() => externalIssuer(env)).toThrow(/set KEYLEDGER_JWT_EMAIL_VERIFIED_CLAIM to the claim that proves it/);
    expect(() => externalIssuer({ ...env, KEYLEDGER_JWT_EMAIL_VERIFIED_CLAIM: ' ' })).toThrow(/proves it/);
    expect(() => externalIssuer({ ...env, KEYLEDGER_JWT_EMAIL_VERIFIED_CLAIM: claim })).toThrow(
      /the claim that holds the e-mail/,
    );
  },
);

test('addresses are believed where it is said, and keys serve for as long as it is said', () => {
  expect(externalIssuer(ISSUER)).not.toHaveProperty('emailTrusted');
  const set = { ...ISSUER, KEYLEDGER_JWT_EMAIL_TRUSTED: '1', KEYLEDGER_JWKS_STALE_S: '60' };
  expect(externalIssuer(set)).toMatchObject({ emailTrusted: true, staleMs: 60_000 });
  const other = { ...set, KEYLEDGER_JWT_EMAIL_CLAIM: 'upn' };
  expect(externalIssuer(other)).toMatchObject({ emailClaim: 'upn', emailTrusted: true });
});

test.each([
  [{ ...ISSUER, KEYLEDGER_JWT_EMAIL_TRUSTED: 'yes' }, /KEYLEDGER_JWT_EMAIL_TRUSTED/],
  [{ ...ISSUER, KEYLEDGER_JWT_EMAIL_TRUSTED: '1', KEYLEDGER_JWT_EMAIL_VERIFIED_CLAIM: 'x' }, /would prove nothing/],
  [{ ...ISSUER, KEYLEDGER_JWKS_STALE_S: '-1' }, /KEYLEDGER_JWKS_STALE_S/],
  [{ KEYLEDGER_JWT_EMAIL_TRUSTED: '1' }, /without an external issuer/],
  [{ KEYLEDGER_JWKS_STALE_S: '60' }, /without an external issuer/],
])('%j ends the start', (env, words) => {
  expect(() => externalIssuer(env)).toThrow(words);
});
