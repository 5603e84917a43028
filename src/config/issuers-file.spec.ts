import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BadConfiguration } from './bad-configuration';
import { externalIssuers } from './external-issuer';
import { loadConfig } from './load-config';
import { variablesOf } from './variables-of';

const folder = mkdtempSync(join(tmpdir(), 'keyledger-issuers-'));
const path = join(folder, 'issuers.json');
afterAll(() => rmSync(folder, { recursive: true }));

const FILE = { KEYLEDGER_JWT_ISSUERS_FILE: path };
const OLD = { issuer: 'http://id.example.com/realms/trial', jwks: 'https://id.example.com/old', audience: 'vault' };
const NEW = { issuer: 'https://id.example.com/realms/staff', jwks: 'https://id.example.com/new', audience: 'vault' };
const DOMAINS = { domains: ['example.com'] };

const read = (content: unknown, env: Readonly<Record<string, string>> = {}) => {
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return externalIssuers(variablesOf({ ...FILE, ...env }));
};

test('several issuers stand side by side, each with the domains it may vouch for', () => {
  const trusted = {
    emailTrusted: true,
    claims: { email: 'upn' },
    domains: ['Bücher.example', 'EXAMPLE.com', 'example.com'],
  };
  expect(
    read([
      { ...OLD, ...DOMAINS },
      { ...NEW, ...trusted },
    ]),
  ).toEqual([
    {
      issuer: OLD.issuer,
      jwksUrl: OLD.jwks,
      audience: 'vault',
      emailClaim: 'email',
      emailVerifiedClaim: 'email_verified',
      domains: ['example.com'],
    },
    {
      issuer: NEW.issuer,
      jwksUrl: NEW.jwks,
      audience: 'vault',
      emailClaim: 'upn',
      emailVerifiedClaim: 'email_verified',
      emailTrusted: true,
      domains: ['xn--bcher-kva.example', 'example.com'],
    },
  ]);
});

test('one alone may vouch for any address, and the time that known keys serve is for all', () => {
  const [issuer] = read([{ ...NEW, claims: { emailVerified: 'xms_edov' } }], { KEYLEDGER_JWKS_STALE_S: '60' });
  expect(issuer).toMatchObject({ emailVerifiedClaim: 'xms_edov', staleMs: 60_000 });
  expect(issuer).not.toHaveProperty('domains');
});

test.each([
  'KEYLEDGER_JWT_ISSUER',
  'KEYLEDGER_JWKS_URL',
  'KEYLEDGER_JWT_AUDIENCE',
  'KEYLEDGER_JWT_EMAIL_CLAIM',
  'KEYLEDGER_JWT_EMAIL_VERIFIED_CLAIM',
  'KEYLEDGER_JWT_EMAIL_TRUSTED',
])('%s beside it is refused', (name) => {
  expect(() => read([NEW], { [name]: '1' })).toThrow(`${name} speaks of one issuer, and KEYLEDGER_JWT_ISSUERS_FILE`);
});

test.each<[unknown, RegExp]>([
  ['', /is no JSON: it breaks off at line 1, column 1;/],
  ['[\n  {\n    "issuer": "https://a",,\n  }\n]', /is no JSON: it breaks off at line 3, column \d+;/],
  ['[\n{"issuer": "hunter2"', /breaks off at line 2, column 21;/],
  ['{}', /the file holds "\{\}"; give a list of 1 to 50 issuers/],
  [[], /the file holds "\[\]"/],
  [Array.from({ length: 51 }, () => NEW), /give a list of 1 to 50 issuers/],
  [['https://a'], /\[0\] is .*give an object with issuer, jwks, audience/],
  [[{ ...NEW, jwksUrl: 'x' }], /\[0\]\.jwksUrl is not known; an object here has issuer, jwks, audience, claims/],
  [[{ ...NEW, __proto__: undefined, constructor: 1 }], /\[0\]\.constructor is not known/],
  ['[{"issuer": "https://a", "__proto__": {}}]', /\[0\]\.__proto__ is not known/],
  [[{ jwks: NEW.jwks, audience: 'vault' }], /\[0\]\.issuer is missing/],
  [[{ ...NEW, audience: '' }], /\[0\]\.audience is .*give a text/],
  [[{ ...NEW, audience: ['a'] }], /\[0\]\.audience is .*give a text/],
  [[{ ...NEW, audience: 'vault ' }], /\[0\]\.audience is .*without blanks around it/],
  [[{ ...NEW, issuer: 'id.example.com' }], /\[0\]\.issuer can't be used; give a whole URL/],
  [[{ ...NEW, jwks: 'http://id.example.com/k' }], /\[0\]\.jwks is .*can sign in as anybody/],
  [[{ ...NEW, jwks: 'https://me:hunter2@id.example.com/k' }], /\[0\]\.jwks can't be used; .*without a user/],
  [[{ ...NEW, emailTrusted: 'true' }], /\[0\]\.emailTrusted is .*give true or false/],
  [[{ ...NEW, claims: [] }], /\[0\]\.claims is .*give an object with email, emailVerified/],
  [[{ ...NEW, claims: { mail: 'x' } }], /\[0\]\.claims\.mail is not known/],
  [
    [{ ...NEW, claims: { email: 'upn' } }],
    /\[0\]\.claims\.email is "upn".*set .*\[0\]\.claims\.emailVerified to the claim/,
  ],
  [[{ ...NEW, claims: { email: 1 } }], /\[0\]\.claims\.email is "1"; give a text/],
  [[{ ...NEW, emailTrusted: true, claims: { emailVerified: 'x' } }], /\[0\]\.emailTrusted believes every address/],
  [[NEW, { ...OLD, ...DOMAINS }], /\[0\]\.domains is missing; with several issuers each needs/],
  [[{ ...NEW, domains: [] }], /\[0\]\.domains is .*give a list/],
  [[{ ...NEW, domains: 'example.com' }], /\[0\]\.domains is .*give a list/],
  [[{ ...NEW, domains: ['example.com', '@example.com'] }], /\[0\]\.domains\[1\] is .*without "@" or "\*"/],
  [[{ ...NEW, domains: ['*.example.com'] }], /\[0\]\.domains\[0\]/],
  [[{ ...NEW, domains: ['example.com.'] }], /\[0\]\.domains\[0\]/],
  [[{ ...NEW, domains: ['localhost'] }], /\[0\]\.domains\[0\]/],
  [[{ ...NEW, domains: ['example\u3002com'] }], /\[0\]\.domains\[0\]/],
  [[{ ...NEW, domains: [7] }], /\[0\]\.domains\[0\] is "7"/],
  [
    [
      { ...NEW, ...DOMAINS },
      { ...NEW, ...DOMAINS, audience: 'b' },
    ],
    /\[1\]\.issuer is .*which \[0\] has already/,
  ],
])('%j is refused with what is wrong where', (content, words) => {
  expect(() => read(content)).toThrow(BadConfiguration);
  expect(() => read(content)).toThrow(words);
  expect(() => read(content)).toThrow(/^KEYLEDGER_JWT_ISSUERS_FILE[^\n]*$/);
  expect(() => read(content)).not.toThrow(/hunter2/);
});

test('a file that is not there, is no text or too large is refused', () => {
  const gone = { KEYLEDGER_JWT_ISSUERS_FILE: join(folder, 'gone') };
  expect(() => externalIssuers(variablesOf(gone))).toThrow(
    /KEYLEDGER_JWT_ISSUERS_FILE names .*can't be read \(ENOENT\)/,
  );
  writeFileSync(path, Buffer.from([0x5b, 0xff, 0x5d]));
  expect(() => externalIssuers(variablesOf(FILE))).toThrow(/not UTF-8 text/);
  expect(() => read(' '.repeat(2 * 1024 * 1024))).toThrow(/more than 1 MiB/);
});

describe('the first owner', () => {
  const named = (env: Readonly<Record<string, string>>) => {
    writeFileSync(path, JSON.stringify([NEW]));
    const { ownerEmail, ownerSubject } = loadConfig({ ...FILE, ...env });
    return { ownerEmail, ownerSubject };
  };

  test('may be named by issuer and subject, beside an e-mail or alone', () => {
    const KEYLEDGER_OWNER_SUBJECT = `${NEW.issuer} auth0|5f7c 8a`;
    const ownerSubject = { issuer: NEW.issuer, subject: 'auth0|5f7c 8a' };
    expect(named({ KEYLEDGER_OWNER_SUBJECT })).toEqual({ ownerEmail: undefined, ownerSubject });
    expect(named({ KEYLEDGER_OWNER_SUBJECT, KEYLEDGER_OWNER_EMAIL: 'a@b.cd' })).toEqual({
      ownerEmail: 'a@b.cd',
      ownerSubject,
    });
    expect(named({})).toEqual({ ownerEmail: undefined, ownerSubject: undefined });
  });

  test.each([
    [NEW.issuer, /give the issuer and the subject/],
    [`${NEW.issuer} \u00e9`, /give the issuer and the subject/],
    [`${NEW.issuer}/ ann`, /tokens are not believed here; spell it/],
  ])('%j names nobody', (value, words) => {
    expect(() => named({ KEYLEDGER_OWNER_SUBJECT: value })).toThrow(words);
  });

  test('is named by e-mail where the built-in issuer serves', () => {
    expect(() => loadConfig({ KEYLEDGER_OWNER_SUBJECT: 'keyledger ann@example.com' })).toThrow(
      /name the e-mail instead/,
    );
  });
});
