import type { Answer, Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';
import { until } from '../support/until';

/** § Manners of the contract: `ETag` on single things, `If-Match` honoured by whatever changes or deletes them. */
let application: RunningApplication;
let fixture: Fixture;
let owner: Client;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
  ({ owner } = fixture);
});
afterAll(() => application.end());

const made = async (path: string, body: object): Promise<string> =>
  `${path}/${(await owner.ok('POST', path, body)).id}`;

const group = () => made('/idp/groups', { name: 'x' });

const things: Readonly<Record<string, () => Promise<string>>> = {
  organization: () => made('/organizations', { name: 'x' }),
  role: () => made('/roles', { name: 'x', permissions: [] }),
  user: () => made('/users', { email: `x-${Math.random()}@example.com` }),
  'IDP user': () => made('/idp/users', { email: `x-${Math.random()}@example.com`, displayName: 'x', active: true }),
  'IDP group': group,
  vault: () => made('/identity-groups', { name: 'x', organizationId: fixture.organizationId }),
  grant: () =>
    made(`/identity-groups/${fixture.vaultId}/access`, {
      principalType: 'user',
      principalId: fixture.idpUserIds['stranger'],
      level: 'view_vault',
    }),
  identity: async () => `/identities/${(await fixture.newIdentity()).id}`,
  host: () => made('/hosts', { name: 'x', organizationId: fixture.organizationId }),
};

const CHANGES: Readonly<Record<string, object>> = {
  user: { support: true },
  grant: { level: 'checkout' },
  'IDP user': { active: false },
};

test.each(['W/"0"', '"x"', '0', '"7", "8"', 'W/"0", "7"'])(
  '%s is no tag: who may not see the thing is told so first',
  async (tag) => {
    const path = (await things['vault']?.()) ?? '';
    const headers = { 'if-match': tag };
    expect((await owner.patch(path, { name: 'y' }, headers)).body).toMatchObject({ code: 'PRECONDITION_FAILED' });
    expect((await fixture.people.viewer.patch(path, { name: 'y' }, headers)).body.code).toBe('PERMISSION_DENIED');
    expect((await fixture.people.stranger.patch(path, { name: 'y' }, headers)).body.code).toBe('NOT_FOUND');
    const query = `organizationId=${fixture.organizationId}&type=keyledger.vault-change-refused.v1`;
    const told = (await owner.ok('GET', `/audit?${query}&limit=3`)).items as { code: string }[];
    expect(told.map(({ code }) => code)).toEqual(['NOT_FOUND', 'PERMISSION_DENIED', 'PRECONDITION_FAILED']);
  },
);

test.each(['"7", "0"', '"0" , "7"', 'W/"0","0"', '"x,y", "0"', '*'])(
  '%s names it as it is, among others',
  async (tags) => {
    const path = (await things['vault']?.()) ?? '';
    expect((await owner.patch(path, { name: 'y' }, { 'if-match': tags })).status).toBe(200);
  },
);

describe.each(Object.entries(things))('a thing of kind %s', (kind, make) => {
  test('is changed only as it was seen', async () => {
    const path = await make();
    const seen = (await owner.get(path)).headers.get('etag') ?? '';
    expect(seen).toMatch(/^"\d+"$/);
    const change = CHANGES[kind] ?? { name: 'y' };
    const changed = await owner.patch(path, change, { 'if-match': seen });
    expect(changed.status).toBe(200);
    expect(changed.headers.get('etag')).not.toBe(seen);
    expect((await owner.get(path)).headers.get('etag')).toBe(changed.headers.get('etag'));
    expect((await owner.patch(path, change, { 'if-match': seen })).body.code).toBe('PRECONDITION_FAILED');
  });

  if (kind !== 'user') {
    test('is deleted only as it was seen', async () => {
      const path = await make();
      const stale = await owner.send('DELETE', path, undefined, { 'if-match': '"999"' });
      expect(stale.body.code).toBe('PRECONDITION_FAILED');
      const seen = (await owner.get(path)).headers.get('etag') ?? '';
      expect((await owner.send('DELETE', path, undefined, { 'if-match': seen })).status).toBe(204);
    });
  }
});

test.each([
  ['roles', { roles: [] }],
  ['owner', { owner: true }],
  ['admin', { admin: true }],
])("a user's %s are set only as the user was seen", async (what, body) => {
  const path = await things['user']?.();
  const stale = await owner.send('PUT', `${path}/${what}`, body, { 'if-match': '"999"' });
  expect(stale.body.code).toBe('PRECONDITION_FAILED');
  const seen = (await owner.get(path ?? '')).headers.get('etag') ?? '';
  const set = await owner.send('PUT', `${path}/${what}`, body, { 'if-match': seen });
  expect([200, 204]).toContain(set.status);
});

test('whoever was made an admin since is not as the user was seen', async () => {
  const path = (await things['user']?.()) ?? '';
  const seen = (await owner.get(path)).headers.get('etag') ?? '';
  await owner.ok('PUT', `${path}/admin`, { admin: true });
  expect((await owner.patch(path, { active: false }, { 'if-match': seen })).status).toBe(412);
});

test('an organization gets a new secret only as it was seen', async () => {
  const path = (await things['organization']?.()) ?? '';
  const body = { secret: 'a secret of at least thirty-two characters' };
  expect((await owner.send('PUT', `${path}/secret`, body, { 'if-match': '"999"' })).status).toBe(412);
  expect((await owner.send('PUT', `${path}/secret`, body, { 'if-match': '"0"' })).status).toBe(204);
});

const ISSUER = 'https://id.example.com';
const settings: Readonly<Record<string, readonly [() => Promise<string>, object, object]>> = {
  'support access': [
    async () => `${await things['organization']?.()}/support-access`,
    { enabled: true, reason: 'ticket 1' },
    { enabled: true, reason: 'ticket 2' },
  ],
  'channels of an organization': [
    async () => `${await things['organization']?.()}/notification-channels`,
    { channels: [{ kind: 'mail', to: 'one@example.com' }] },
    { channels: [] },
  ],
  'names in tokens': [
    async () => `${await group()}/token-names`,
    { names: [{ issuer: ISSUER, name: 'one' }] },
    { names: [{ issuer: ISSUER, name: 'other' }] },
  ],
  'channels of the account': [
    async () => '/notification-channels',
    { channels: [{ kind: 'mail', to: 'one@example.com' }] },
    { channels: [] },
  ],
};

describe.each(Object.entries(settings))('%s', (_, [make, one, other]) => {
  const tagOf = ({ headers }: Answer): string => headers.get('etag') ?? '';
  const put = (path: string, body: object, seen: string) => owner.send('PUT', path, body, { 'if-match': seen });

  test('are set only as they were seen', async () => {
    const path = await make();
    const first = tagOf(await owner.get(path));
    expect(first).toMatch(/^"\d+"$/);
    expect((await put(path, one, '"999"')).body.code).toBe('PRECONDITION_FAILED');
    const set = await put(path, one, first);
    expect([set.status, tagOf(await owner.get(path))]).toEqual([200, tagOf(set)]);
    expect(tagOf(set)).not.toBe(first);
    expect((await put(path, other, first)).status).toBe(412);
    expect((await owner.get(path)).body).toEqual(set.body);
    const changed = await put(path, other, tagOf(set));
    expect(changed.status).toBe(200);
    expect([first, tagOf(set)]).not.toContain(tagOf(changed));
  });

  test('have one ETag as long as they are the same', async () => {
    const path = await make();
    const changed = await owner.put(path, other);
    expect(tagOf(await put(path, other, tagOf(changed)))).toBe(tagOf(changed));
  });

  test('are set by one of many who saw the same', async () => {
    const path = await make();
    await owner.put(path, other);
    const seen = tagOf(await owner.get(path));
    const all = await Promise.all(Array.from({ length: 5 }, () => put(path, one, seen)));
    expect(all.map(({ status }) => status).toSorted()).toEqual([200, 412, 412, 412, 412]);
  });
});

test.each([
  ['a user', () => made('/users', { kind: 'machine', displayName: 'x' }), 'idp-user', { idpUserId: null }],
  ['an IDP user', async () => (await things['IDP user']?.()) ?? '', 'scim-connection', { id: null }],
  ['an IDP group', group, 'scim-connection', { id: null }],
])('%s is handed over only as it was seen', async (_, make, what, body) => {
  const path = await make();
  const stale = await owner.send('PUT', `${path}/${what}`, body, { 'if-match': '"999"' });
  expect(stale.body.code).toBe('PRECONDITION_FAILED');
  const seen = (await owner.get(path)).headers.get('etag') ?? '';
  expect((await owner.send('PUT', `${path}/${what}`, body, { 'if-match': seen })).status).toBe(200);
});

test('a SCIM connection is deleted only as it was seen', async () => {
  const connected = await owner.post('/scim-connections', { name: 'Okta' });
  const path = `/scim-connections/${connected.body.id}`;
  const first = connected.headers.get('etag') ?? '';
  expect((await owner.get(path)).headers.get('etag')).toBe(first);
  await owner.ok('POST', `${path}/tokens`, {});
  const seen = (await owner.get(path)).headers.get('etag') ?? '';
  expect((await owner.send('DELETE', path, undefined, { 'if-match': first })).body.code).toBe('PRECONDITION_FAILED');
  expect((await owner.send('DELETE', path, undefined, { 'if-match': seen })).status).toBe(204);
  expect((await owner.send('DELETE', path, undefined, { 'if-match': seen })).status).toBe(404);
});

test('a bundle of evidence tells by its ETag how it stands', async () => {
  const { id } = await owner.ok('POST', '/evidence/bundles', {});
  const path = `/evidence/bundles/${id}`;
  await until('the bundle', async () => (await owner.ok('GET', path)).status === 'made');
  expect((await owner.get(path)).headers.get('etag')).toBe('"1"');
});
