import { SignInUser } from '../../src/commands/users/sign-in-user';
import { ANY } from '../../src/kernel/expected-revision';
import { formerFoldOfEmail } from '../../src/kernel/fold-email';
import type { Principal } from '../../src/kernel/token-issuers';
import { keyledger } from '../support/application/command-line';
import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';

/** An e-mail is whose it looks like, and nobody else's; what is taken on when a user is made signs in. */
let application: RunningApplication;
let owner: Client;
beforeAll(async () => {
  application = await runningApplication();
  owner = await application.as('owner@example.com');
});
afterAll(() => application.end());

const FULL_WIDTH = '\uff4dike@example.com';
const STRANGE = [
  ['full-width', FULL_WIDTH],
  ['invisible', 'mi\u200dke@example.com'],
  ['Kelvin sign', 'mi\u212ae@example.com'],
  ['long s', 'mi\u017fter@example.com'],
] as const;

const context = () => ({
  actor: { kind: 'user' } as const,
  correlationId: 'spec',
  deadline: Date.now() + 10_000,
  ids: application.adapters.ids,
});
const external = (email: string, subject = email, issuer = 'https://idp.example') => {
  const principal: Principal = {
    issuer,
    subject,
    email,
    emailVerified: true,
    support: false,
    expiresAt: Date.now() + 60_000,
  };
  return application.server.app.get(SignInUser).signIn(principal, context());
};

test.each(STRANGE)('refused at every entrance: %s', async (_, email) => {
  for (const answer of [
    await owner.post('/users', { email }),
    await owner.post('/idp/users', { email, displayName: 'Mike', active: true }),
  ]) {
    expect(answer.body).toMatchObject({ status: 400, code: 'VALIDATION_FAILED', errors: [{ field: 'email' }] });
    expect(answer.body.errors).toHaveLength(1);
  }
  await expect(external(email)).rejects.toMatchObject({ refusal: { code: 'UNAUTHENTICATED' } });
  expect((await (await application.as(email)).get('/me')).body).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
});

test.each([
  ['composed', 'jos\u00e9@example.com'],
  ['decomposed', 'rene\u0301@example.com'],
  ['Greek', '\u03bd\u03af\u03ba\u03bf\u03c2@example.com'],
  ['Han', '\u7530\u4e2d@example.com'],
])('what is taken on signs in, however it is composed and with either issuer: %s', async (_, email) => {
  const made = await owner.ok('POST', '/users', { email });
  for (const spelling of [email, email.normalize('NFC'), email.normalize('NFD'), email.toUpperCase()]) {
    expect((await (await application.as(spelling)).ok('GET', '/me')).user.id).toBe(made.id);
    expect((await owner.post('/users', { email: spelling })).body.code).toBe('EMAIL_TAKEN');
  }
  const other = `x${email}`;
  const { id } = await owner.ok('POST', '/users', { email: other });
  expect(await external(other.normalize('NFD'))).toMatchObject({ userId: id });
});

test('two addresses of which a plain lower case makes one sign in as two users', async () => {
  const addresses = ['\u0130lke@example.com', 'i\u0307lke@example.com'];
  for (const email of addresses) {
    const { id } = await owner.ok('POST', '/users', { email });
    const record = await owner.ok('POST', '/idp/users', { email, displayName: 'Ilke', active: true });
    const { user, idpMapping } = await (await application.as(email)).ok('GET', '/me');
    expect([user.id, idpMapping]).toEqual([id, { idpUserId: record.id }]);
  }
});

describe('an address that was taken on before', () => {
  const append = (stream: string, noun: string, data: object) =>
    application.adapters.eventStore.append(stream, ANY, [
      {
        id: application.adapters.ids.next(),
        type: `keyledger.${noun}.v1`,
        data,
        metadata: {
          actor: { kind: 'policy', name: 'spec' },
          time: '2026-03-01T09:00:00.000Z',
          correlationId: 'c',
        } as const,
      },
    ]);
  const key = (email: string) => application.adapters.digest.of(formerFoldOfEmail(email));
  const formerUser = async (userId: string, email: string) => {
    await append(`userEmail-${key(email)}`, 'user-claimed', { userId });
    const createdAt = '2026-03-01T09:00:00.000Z';
    await append(`user-${userId}`, 'user-created', { userId, email, support: false, createdAt });
  };

  test('signs in as the user it made, and nobody else does', async () => {
    await formerUser('former-eva', '\uff45va@example.com');
    expect(await external('eva@example.com')).not.toMatchObject({ userId: 'former-eva' });
    expect(await external('\uff45va@example.com')).toMatchObject({ userId: 'former-eva' });
  });

  test('whoever has the plain address is one user, at whatever time', async () => {
    await formerUser('former-ida', '\uff49da@example.com');
    const [one, two] = await Promise.all([external('ida@example.com'), external('IDA@example.com', 'ida@example.com')]);
    expect(one.userId).toBe(two.userId);
    expect(one.userId).not.toBe('former-ida');
    expect((await owner.post('/users', { email: 'Ida@example.com' })).body.code).toBe('EMAIL_TAKEN');
  });

  test.each([
    [
      'final sigma',
      '\u03c0\u03ad\u03c4\u03c1\u03bf\u03c2@example.com',
      '\u03a0\u0388\u03a4\u03a1\u039f\u03a3@example.com',
    ],
    ['dotted capital I', '\u0130pek@example.com', '\u0130PEK@example.com'],
  ])('is found under its former key: %s', async (name, email, spelling) => {
    const userId = `former-${name.replaceAll(' ', '-')}`;
    await formerUser(userId, email);
    expect(await external(spelling)).toMatchObject({ userId });
    expect((await owner.post('/users', { email })).body.code).toBe('EMAIL_TAKEN');
  });

  test('of the directory maps nobody but the user with that very address', async () => {
    const email = '\uff4cia@example.com';
    await append(`directoryEmail-${key(email)}`, 'idp-email-claimed', { idpUserId: 'former-lia' });
    const record = { idpUserId: 'former-lia', email, displayName: 'Lia', active: true };
    await append('directory-former-lia', 'idp-user-created', record);
    const lia = await application.as('lia@example.com');
    expect((await lia.get('/me')).body.idpMapping).toBeNull();
    const person = { email: 'lia@example.com', displayName: 'Lia', active: true };
    const { body } = await owner.post('/idp/users', person);
    expect(body).toMatchObject({ code: 'EMAIL_TAKEN', detail: expect.stringContaining(email) });
    await owner.ok('DELETE', '/idp/users/former-lia');
    const { id } = await owner.ok('POST', '/idp/users', person);
    expect((await lia.get('/me')).body.idpMapping).toEqual({ idpUserId: id });
  });
});

test('what is too short for an address is not called empty', async () => {
  const { body } = await owner.post('/users', { email: 'x' });
  expect(body.errors.map(({ message }: { readonly message: string }) => message)).toEqual([
    'must have at least 3 characters',
    'must be an e-mail address',
  ]);
});

test('the command line signs no token for an address that is not taken on', async () => {
  for (const [, email] of STRANGE) {
    const { status, stdout, stderr } = await keyledger(['token', '--email', email], {
      KEYLEDGER_DATA_DIR: application.dataDir,
    });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/token needs --email/);
  }
});
