import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';

/** § Creating vaults. */
let application: RunningApplication;
let fixture: Fixture;
let manager: Client;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
  manager = fixture.people.manager;
});
afterAll(() => application.end());

const newVault = async (more: object = {}) =>
  manager.ok('POST', '/identity-groups', { name: 'Staging', organizationId: fixture.organizationId, ...more });
const pathOf = ({ id }: { id: string }) => `/identity-groups/${id}`;

test('a vault is created with a name, a description and an organization', async () => {
  const answer = await manager.post('/identity-groups', {
    name: 'Databases',
    description: 'All of them.\nAsk before use.',
    organizationId: fixture.organizationId,
  });
  expect(answer.status).toBe(201);
  expect(answer.headers.get('location')).toBe(`/api/v1/identity-groups/${answer.body.id}`);
  expect(answer.headers.get('keyledger-position')).toBeTruthy();
  expect(answer.body).toEqual({
    id: expect.any(String),
    name: 'Databases',
    description: 'All of them.\nAsk before use.',
    organizationId: fixture.organizationId,
    organizationName: expect.stringContaining('World'),
    identityCount: 0,
    access: null,
    createdAt: expect.any(String),
  });
  expect((await manager.get(pathOf(answer.body))).body).toEqual(answer.body);
});

test('names are labels, not keys: they may repeat', async () => {
  expect((await newVault({ name: 'Twin' })).id).not.toBe((await newVault({ name: 'Twin' })).id);
});

test('the same request twice is one vault', async () => {
  const body = { name: 'Once', organizationId: fixture.organizationId };
  const key = { 'Idempotency-Key': 'vault-once' };
  const first = await manager.post('/identity-groups', body, key);
  const again = await manager.post('/identity-groups', body, key);
  expect([again.status, again.body]).toEqual([201, first.body]);
  const other = await manager.post('/identity-groups', { ...body, name: 'Twice' }, key);
  expect(other.body).toMatchObject({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED' });
  expect((await manager.ok('GET', '/identity-groups?q=once')).items).toHaveLength(1);
});

test.each([
  ['no name', { name: undefined }, 'name'],
  ['a blank name', { name: '  ' }, 'name'],
  ['a name of 201 characters', { name: 'n'.repeat(201) }, 'name'],
  ['a line break in the name', { name: 'a\nb' }, 'name'],
  ['a number for a name', { name: 7 }, 'name'],
  ['an operator for a name', { name: { $gt: '' } }, 'name'],
  ['a control character in the description', { description: 'a\u0007' }, 'description'],
  ['a lone surrogate in the description', { description: 'a\ud800' }, 'description'],
  ['no organization', { organizationId: undefined }, 'organizationId'],
  ['a field there is not', { owner: 'me' }, 'owner'],
])('refused: %s', async (_, wrong, field) => {
  const answer = await manager.post('/identity-groups', {
    name: 'Wrong',
    organizationId: fixture.organizationId,
    ...wrong,
  });
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.body).toMatchObject({ status: 400, code: 'VALIDATION_FAILED', errors: [{ field }] });
});

test('a name is text, whatever it looks like', async () => {
  for (const name of ['<script>alert(1)</script>', "'; DROP TABLE vaults; --", '../../etc/passwd', '{"$gt": ""}']) {
    expect((await newVault({ name })).name).toBe(name);
  }
});

test('an organization that is unknown, or hidden, has no vaults to add to', async () => {
  for (const organizationId of ['nothing', fixture.elsewhereId]) {
    const answer = await manager.post('/identity-groups', { name: 'x', organizationId });
    expect(answer.body).toMatchObject({ status: 404, code: 'NOT_FOUND', detail: 'There is no such organization.' });
  }
});

test('a vault is edited: what is not named stays, null clears', async () => {
  const vault = await newVault({ description: 'old' });
  const renamed = await manager.ok('PATCH', pathOf(vault), { name: 'Renamed' });
  expect(renamed).toEqual({ ...vault, name: 'Renamed' });
  const { description: _, ...rest } = renamed;
  expect(await manager.ok('PATCH', pathOf(vault), { description: null })).toEqual(rest);
  const policy = { length: 60, classes: [{ chars: 'abc', min: 1 }] };
  expect(await manager.ok('PATCH', pathOf(vault), { passwordPolicy: policy })).toMatchObject({
    passwordPolicy: policy,
  });
  expect((await manager.patch(pathOf(vault), { name: null })).body).toMatchObject({ code: 'VALIDATION_FAILED' });
  expect((await manager.patch(pathOf(vault), { organizationId: fixture.elsewhereId })).status).toBe(400);
});

test('a password policy that nothing satisfies is refused', async () => {
  const passwordPolicy = { length: 8, classes: [{ chars: 'abc', min: 9 }] };
  const body = { name: 'x', organizationId: fixture.organizationId, passwordPolicy };
  expect((await manager.post('/identity-groups', body)).body).toMatchObject({
    status: 422,
    code: 'PASSWORD_POLICY_UNSATISFIABLE',
  });
});

test('who changes what was not seen is told so', async () => {
  const vault = await newVault();
  const seen = (await manager.get(pathOf(vault))).headers.get('etag') ?? '';
  expect(seen).toMatch(/^"/);
  const first = await manager.patch(pathOf(vault), { name: 'First' }, { 'if-match': seen });
  expect(first.headers.get('etag')).not.toBe(seen);
  const second = await manager.patch(pathOf(vault), { name: 'Second' }, { 'if-match': seen });
  expect(second.body).toMatchObject({ status: 412, code: 'PRECONDITION_FAILED' });
  const removal = await manager.send('DELETE', pathOf(vault), undefined, { 'if-match': seen });
  expect(removal.body).toMatchObject({ status: 412 });
  expect((await manager.ok('GET', pathOf(vault))).name).toBe('First');
});

test('a vault must be empty before it can be deleted', async () => {
  const vault = await newVault();
  const identity = { identityGroupId: vault.id, username: 'root', credential: 'x', credentialType: 'password' };
  const one = await manager.ok('POST', '/identities', { ...identity, name: 'one' });
  await manager.ok('POST', '/identities', { ...identity, name: 'two' });
  expect((await manager.ok('GET', pathOf(vault))).identityCount).toBe(2);
  expect((await manager.delete(pathOf(vault))).body).toMatchObject({
    status: 409,
    code: 'VAULT_NOT_EMPTY',
    detail: 'Cannot delete group with 2 identities',
  });
  const { items } = await manager.ok('GET', `/identities?identityGroupId=${vault.id}`);
  for (const { id } of items) {
    await manager.ok('DELETE', `/identities/${id}`);
  }
  expect((await manager.ok('GET', pathOf(vault))).identityCount).toBe(0);
  expect((await manager.delete(pathOf(vault))).status).toBe(204);
  expect((await manager.get(pathOf(vault))).body).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  expect((await manager.delete(pathOf(vault))).status).toBe(404);
  expect((await manager.post('/identities', { ...identity, name: 'three' })).status).toBe(404);
  expect((await manager.post(`/identities/${one.id}/undelete`)).status).toBe(404);
});

test('vaults are listed by organization and by the beginning of a word, page by page', async () => {
  const { id: organizationId } = await fixture.owner.ok('POST', '/organizations', { name: 'Listed' });
  const names = ['Web servers', 'Database WEST', 'East', 'web-legacy', 'Ünicode'];
  for (const name of names) {
    await fixture.owner.ok('POST', '/identity-groups', { name, organizationId });
  }
  const list = async (query: string): Promise<string[]> =>
    (await fixture.owner.ok('GET', `/identity-groups?organizationId=${organizationId}${query}`)).items.map(
      ({ name }: { name: string }) => name,
    );
  expect(await list('')).toEqual(names);
  expect(await list('&q=WE')).toEqual(['Web servers', 'Database WEST', 'web-legacy']);
  expect(await list(`&q=${encodeURIComponent('üNI')}`)).toEqual(['Ünicode']);
  expect(await list('&q=%25')).toEqual([]);
  const paged: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: { items: { name: string }[]; nextCursor: string | null } = await fixture.owner.ok(
      'GET',
      `/identity-groups?organizationId=${organizationId}&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`,
    );
    expect(page.items.length).toBeLessThanOrEqual(2);
    paged.push(...page.items.map(({ name }) => name));
    cursor = page.nextCursor;
  }
  expect(paged).toEqual(names);
});

test.each([
  ['a limit of 0', 'limit=0'],
  ['a limit of 201', 'limit=201'],
  ['a limit that is none', 'limit=ten'],
  ['a parameter there is not', 'sort=name'],
  ['a cursor somebody made up', 'cursor=abc'],
])('a list refuses %s', async (_, query) => {
  expect((await manager.get(`/identity-groups?${query}`)).body).toMatchObject({ code: 'VALIDATION_FAILED' });
});

test('a cursor of one list opens no other', async () => {
  const { nextCursor } = await manager.ok('GET', '/identity-groups?limit=1');
  expect(nextCursor).toEqual(expect.any(String));
  expect((await manager.get(`/identity-groups?limit=1&cursor=${nextCursor}`)).status).toBe(200);
  expect((await manager.get(`/identity-groups?limit=1&q=x&cursor=${nextCursor}`)).status).toBe(400);
  expect((await manager.get(`/identities?limit=1&cursor=${nextCursor}`)).status).toBe(400);
});

test('what each person may do in a vault is told to that person', async () => {
  const accessOf = async (who: Client) => (await who.ok('GET', `/identity-groups/${fixture.vaultId}`)).access;
  expect(await accessOf(fixture.people.owner)).toEqual({ level: 'checkout', via: 'owner' });
  expect(await accessOf(fixture.people.revealer)).toEqual({ level: 'view_credentials', via: 'grant' });
  expect(await accessOf(fixture.people.groupUser)).toEqual({ level: 'checkout', via: 'group' });
  expect(await accessOf(fixture.people.viewer)).toBeNull();
});
