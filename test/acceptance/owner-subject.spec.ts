import { whyNot } from '../../src/lifecycle/refuse-to-start';
import { client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture } from '../support/application/fixture';
import { AUDIENCE, issued, ISSUER, keyServer, signingKey, type KeyServer } from '../support/key-server';

/** The first owner of an account whose issuer vouches for no address. */
const key = signingKey('one');
let keys: KeyServer;
let application: RunningApplication;
beforeAll(async () => {
  keys = await keyServer();
  keys.knobs.keys = [key];
});
afterAll(() => keys.close());
afterEach(() => application.end());

const start = async (more: Readonly<Record<string, string>>, dataDir?: string) => {
  const issuer = { KEYLEDGER_JWT_ISSUER: ISSUER, KEYLEDGER_JWKS_URL: keys.url, KEYLEDGER_JWT_AUDIENCE: AUDIENCE };
  application = await runningApplication({
    env: { ...issuer, ...more },
    ...(dataDir === undefined ? {} : { dataDir }),
  });
};
const from = async (sub: string, claims: object = { email: undefined }) =>
  client(application.url, sub, await issued(key, Date.now(), { sub, ...claims }));
const subject = (sub: string) => ({ KEYLEDGER_OWNER_SUBJECT: `${ISSUER} ${sub}` });
const me = async (sub: string, claims?: object) => (await (await from(sub, claims)).get('/me')).body.user;

test('a subject alone: the owner has no e-mail, acts as every owner, and is nobody in the directory', async () => {
  await start(subject('owner@example.com'));
  const owner = await from('owner@example.com');
  const { user, idpMapping } = await owner.ok('GET', '/me');
  expect(user).toMatchObject({ kind: 'person', owner: true, displayName: expect.stringMatching(/^Owner \w+$/) });
  expect(user).not.toHaveProperty('email');
  await owner.ok('POST', '/idp/users', { email: 'owner@example.com', displayName: 'Somebody else', active: true });
  expect(idpMapping).toBeNull();
  expect((await owner.ok('GET', '/me')).idpMapping).toBeNull();
  expect((await owner.ok('GET', `/users/${user.id}`)).email).toBeUndefined();
  const { id } = await owner.ok('POST', '/users', { email: 'owner@example.com' });
  expect(id).not.toBe(user.id);
  // Unverified: as with anybody else.
  expect((await (await from('other', { email: 'x@example.com' })).get('/me')).status).toBe(401);
});

test('what such an owner does is told with a name, and sessions carry it', async () => {
  await start({ ...subject('robot-7'), KEYLEDGER_JWT_EMAIL_TRUSTED: '1' });
  const owner = await from('robot-7');
  const fixture = await newFixture(
    Object.assign(Object.create(application) as RunningApplication, {
      as: async (email: string) => (email === 'owner@example.com' ? owner : from(email, { email })),
    }),
  );
  const identity = await fixture.newIdentity();
  const session = await owner.ok('POST', `/identities/${identity.id}/checkout`, { reason: 'work', durationMinutes: 5 });
  expect(session.session ?? session).toMatchObject({ ownerBypass: true });
  const told = await owner.get('/audit?limit=100');
  expect(told.status).toBe(200);
});

test('beside an e-mail it is one person: the address names, the subject signs in', async () => {
  await start({ ...subject('s-1'), KEYLEDGER_OWNER_EMAIL: 'Owner@example.com' });
  expect(await me('s-1')).toMatchObject({ email: 'Owner@example.com', owner: true });
  const thief = await from('thief', { email: 'owner@example.com', email_verified: true });
  expect((await thief.get('/me')).status).toBe(401);
});

test('it names the first one alone: a later start with another changes nothing', async () => {
  await start(subject('first'));
  const { dataDir } = application;
  await application.close();
  await start(subject('second'), dataDir);
  expect(await me('first')).toMatchObject({ owner: true });
  expect((await (await from('second')).get('/me')).status).toBe(401);
});

test('who is the user of another address already ends the start with what is wrong', async () => {
  await start({});
  expect(await me('ann', { email: 'ann@example.com', email_verified: true })).toMatchObject({ owner: false });
  const { dataDir } = application;
  await application.close();
  const wrong = await start({ ...subject('ann'), KEYLEDGER_OWNER_EMAIL: 'bob@example.com' }, dataDir).catch(whyNot);
  expect(wrong).toMatch(/^The first owner can't be made: That subject is another user's/);
  await start(subject('ann'), dataDir);
  expect(await me('ann', { email: 'ann@example.com', email_verified: true })).toMatchObject({ owner: true });
});
