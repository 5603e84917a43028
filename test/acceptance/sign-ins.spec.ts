import { client, type Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { AUDIENCE, issued, ISSUER, keyServer, signingKey, type KeyServer } from '../support/key-server';

const key = signingKey('one');
let keys: KeyServer;
let application: RunningApplication;
let owner: Client;
let ownerId: string;
let n = 0;
beforeAll(async () => {
  keys = await keyServer();
  keys.knobs.keys = [key];
  application = await runningApplication({
    env: {
      KEYLEDGER_JWT_ISSUER: ISSUER,
      KEYLEDGER_JWKS_URL: keys.url,
      KEYLEDGER_JWT_AUDIENCE: AUDIENCE,
      KEYLEDGER_OWNER_EMAIL: 'owner@example.com',
    },
  });
  owner = await as('owner', 'owner@example.com');
  ownerId = (await owner.ok('GET', '/me')).user.id;
});
afterAll(async () => {
  await application.end();
  await keys.close();
});

const as = async (sub: string, email: string | undefined = `${sub}@example.com`, email_verified = true) => {
  const token = await issued(key, Date.now(), { sub, email, email_verified });
  return client(application.url, email ?? '', token);
};
/** Somebody new who has signed in. */
const somebody = async () => {
  const sub = `person-${(n += 1)}`;
  const person = await as(sub);
  return { sub, person, id: (await person.ok('GET', '/me')).user.id as string };
};
const add = (userId: string, subject: string, who = owner) =>
  who.post(`/users/${userId}/sign-ins`, { issuer: ISSUER, subject });
const list = async (userId: string) => (await owner.ok('GET', `/users/${userId}/sign-ins`)).items;
const problem = (status: number, code: string) => ({ status, body: { code } });

test('an owner adds a sign-in, whose tokens are then the user, with or without an e-mail', async () => {
  const { id, sub } = await somebody();
  const added = await add(id, `${sub}-again`);
  expect(added).toMatchObject({ status: 201, body: { issuer: ISSUER, subject: `${sub}-again` } });
  expect(added.headers.get('location')).toBe(`/api/v1/users/${id}/sign-ins/${added.body.id}`);
  const again = await as(`${sub}-again`, undefined, false);
  expect((await again.ok('GET', '/me')).user.id).toBe(id);
  expect(await list(id)).toMatchObject([{ subject: sub }, added.body]);
});

test('they are told in pages', async () => {
  const { id, sub } = await somebody();
  await add(id, `${sub}-again`);
  const path = `/users/${id}/sign-ins?limit=1`;
  const { items, nextCursor } = await owner.ok('GET', path);
  expect(items).toMatchObject([{ subject: sub }]);
  expect(await owner.ok('GET', `${path}&cursor=${nextCursor}`)).toMatchObject({
    items: [{ subject: `${sub}-again` }],
    nextCursor: null,
  });
  expect(await owner.get(`/scim-connections?cursor=${nextCursor}`)).toMatchObject(problem(400, 'VALIDATION_FAILED'));
});

test('one that was added twice is there once, and its fact as well', async () => {
  const { id } = await somebody();
  const first = await add(id, `twice-${id}`);
  const position = first.headers.get('keyledger-position') ?? '';
  expect((await add(id, `twice-${id}`)).body).toEqual(first.body);
  const pinned = await owner.get('/audit?type=keyledger.user-pinned.v1', { 'keyledger-min-position': position });
  const own = pinned.body.items.filter(({ data }: { data: { subject: string } }) => data.subject === `twice-${id}`);
  expect(own).toHaveLength(1);
});

test('a sign-in that was removed is refused at once, for good, though its token was just used', async () => {
  const { id, person, sub } = await somebody();
  await add(id, `${sub}-new`);
  const [first] = await list(id);
  expect((await owner.delete(`/users/${id}/sign-ins/${first.id}`)).status).toBe(204);
  expect(await person.get('/me')).toMatchObject(problem(401, 'UNAUTHENTICATED'));
  expect(await owner.delete(`/users/${id}/sign-ins/${first.id}`)).toMatchObject(problem(404, 'NOT_FOUND'));
  const [last] = await list(id);
  expect((await owner.delete(`/users/${id}/sign-ins/${last.id}`)).status).toBe(204);
  expect(await list(id)).toEqual([]);
  expect(await person.get('/me')).toMatchObject(problem(401, 'UNAUTHENTICATED'));
  await add(id, sub);
  expect((await person.ok('GET', '/me')).user.id).toBe(id);
});

test('who lost every sign-in is met again by a new subject with the e-mail: the issuer was changed, or the person was rehired', async () => {
  const { id, sub } = await somebody();
  const [first] = await list(id);
  const rehired = await as(`${sub}-rehired`, `${sub}@example.com`);
  expect(await rehired.get('/me')).toMatchObject(problem(401, 'UNAUTHENTICATED'));
  await owner.ok('DELETE', `/users/${id}/sign-ins/${first.id}`);
  expect((await rehired.ok('GET', '/me')).user.id).toBe(id);
});

test('the subject of somebody else is refused, until it was removed there', async () => {
  const [one, other] = [await somebody(), await somebody()];
  expect(await add(other.id, one.sub)).toMatchObject(problem(409, 'CONFLICT'));
  const [first] = await list(one.id);
  await owner.ok('DELETE', `/users/${one.id}/sign-ins/${first.id}`);
  expect((await add(other.id, one.sub)).status).toBe(201);
  expect((await one.person.ok('GET', '/me')).user.id).toBe(other.id);
});

test('of two users who are given one subject at once, one has it', async () => {
  const [one, other] = [await somebody(), await somebody()];
  const answers = await Promise.all([one, other].map(({ id }) => add(id, `race-${id.length}-${n}`)));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
});

test('the last sign-in of the last owner stays, whoever removes what at once', async () => {
  const [first] = await list(ownerId);
  expect(await owner.delete(`/users/${ownerId}/sign-ins/${first.id}`)).toMatchObject(problem(409, 'LAST_OWNER'));
  const second = await somebody();
  await owner.ok('PUT', `/users/${second.id}/owner`, { owner: true });
  const [theirs] = await list(second.id);
  const answers = await Promise.all([
    owner.delete(`/users/${second.id}/sign-ins/${theirs.id}`),
    second.person.delete(`/users/${ownerId}/sign-ins/${first.id}`),
  ]);
  const left = await Promise.all([owner.get('/me'), second.person.get('/me')]);
  expect(left.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
  const survivor = left[0]?.status === 200 ? owner : second.person;
  const [lost, lostName] = survivor === owner ? [second.id, second.sub] : [ownerId, 'owner'];
  const kept = survivor === owner ? ownerId : second.id;
  // Nobody counts as an owner before being able to sign in again.
  expect(await survivor.put(`/users/${kept}/owner`, { owner: false })).toMatchObject(problem(409, 'LAST_OWNER'));
  expect((await add(lost, lostName, survivor)).status).toBe(201);
  if (survivor !== owner) await owner.ok('GET', '/me');
  await owner.ok('PUT', `/users/${second.id}/owner`, { owner: false });
});

test('two sign-ins of the last owner that are removed at once: one stays', async () => {
  await add(ownerId, 'owner-elsewhere');
  const both = await list(ownerId);
  const answers = await Promise.all(
    both.map(({ id }: { id: string }) => owner.delete(`/users/${ownerId}/sign-ins/${id}`)),
  );
  expect(answers.filter(({ status }) => status === 204).length).toBeLessThan(both.length);
  const elsewhere = await as('owner-elsewhere', undefined, false);
  const left = await Promise.all([owner, elsewhere].map((who) => who.get('/me')));
  const survivor = left[0]?.status === 200 ? owner : elsewhere;
  expect(left.some(({ status }) => status === 200)).toBe(true);
  await add(ownerId, 'owner', survivor);
});

test('nobody but an owner sees or changes sign-ins, and each try is told', async () => {
  const admin = await somebody();
  await owner.ok('PUT', `/users/${admin.id}/admin`, { admin: true });
  const tries = [
    await admin.person.get(`/users/${admin.id}/sign-ins`),
    await add(admin.id, 'mine', admin.person),
    await admin.person.delete(`/users/${ownerId}/sign-ins/${(await list(ownerId))[0].id}`),
  ];
  tries.forEach((tried) => expect(tried).toMatchObject(problem(403, 'PERMISSION_DENIED')));
  const told = await owner.ok('GET', `/audit?outcome=refused&actor=${admin.id}`);
  expect(told.items.map(({ type }: { type: string }) => type)).toEqual([
    'keyledger.sign-in-remove-refused.v1',
    'keyledger.sign-in-add-refused.v1',
  ]);
  expect(await add('019b3c2e7f3a7d1e9c5b2a4f6e8d0c1a', 'x')).toMatchObject(problem(404, 'NOT_FOUND'));
  expect(await owner.post(`/users/${ownerId}/sign-ins`, { issuer: ISSUER })).toMatchObject(
    problem(400, 'VALIDATION_FAILED'),
  );
});

test('a repeated request answers the same, and adds nothing', async () => {
  const { id } = await somebody();
  const once = () =>
    owner.post(`/users/${id}/sign-ins`, { issuer: ISSUER, subject: `key-${id}` }, { 'idempotency-key': `k-${id}` });
  const [first, second] = [await once(), await once()];
  expect([second.status, second.body]).toEqual([201, first.body]);
});
