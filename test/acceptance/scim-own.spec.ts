import { client, type Client } from '../support/application/client';
import { newFixture, type Fixture } from '../support/application/fixture';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import type { Json } from '../support/json';
import { operations, provider, scimError, type Provider } from '../support/scim/provider';
import { until } from '../support/until';

/** What the worst holder of a connection's token can do: fill what is the connection's own, and nothing else. */
let application: RunningApplication;
let fixture: Fixture;
let owner: Client;
let mine: Provider;
let others: Provider;
let connectionId: string;
let n = 0;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
  ({ owner } = fixture);
  const made = await owner.ok('POST', '/scim-connections', { name: 'Mine' });
  connectionId = made.id;
  mine = provider(application.url, made.token);
  others = provider(application.url, (await owner.ok('POST', '/scim-connections', { name: 'Other' })).token);
}, 180_000);
afterAll(() => application.end());

const address = () => `own-${(n += 1)}@example.com`;
const handTo = (path: string, id: string | null) => owner.ok('PUT', `${path}/scim-connection`, { id });
const memberIds = async (of: Provider, group: string): Promise<string[]> =>
  ((await of.get(`/Groups/${group}`)).body.members ?? []).map(({ value }: Json) => value);
const everyWay = (by: Provider, kind: 'Users' | 'Groups', id: string, userName = 'x@example.com') => [
  by.get(`/${kind}/${id}`),
  by.put(`/${kind}/${id}`, { userName, displayName: 'Taken over' }),
  by.patch(`/${kind}/${id}`, operations({ op: 'replace', path: 'displayName', value: 'Taken over' })),
  by.delete(`/${kind}/${id}`),
];

test('what is by hand or another connection’s is not there for it', async () => {
  const byHand = await owner.ok('POST', '/idp/users', { email: address(), displayName: 'Hand', active: true });
  const theirs = await others.newUser(address());
  const theirGroup = await others.newGroup('Theirs', theirs);
  for (const [kind, id] of [
    ['Users', byHand.id],
    ['Users', theirs],
    ['Groups', fixture.groupId],
    ['Groups', theirGroup],
    ['Users', '0'.repeat(32)],
    ['Users', 'constructor'],
  ] as const) {
    for (const answer of await Promise.all(everyWay(mine, kind, id))) {
      expect([kind, id, answer]).toMatchObject([kind, id, scimError(404)]);
      expect(answer.text).not.toMatch(/Hand|Theirs|example\.com/);
    }
  }
  expect((await mine.get(`/Users?filter=userName eq "${byHand.email}"`)).body.totalResults).toBe(0);
  expect((await mine.get(`/Users?filter=id eq "${theirs}"`)).body.totalResults).toBe(0);
  expect((await mine.get(`/Groups?filter=members eq "${theirs}"`)).body.totalResults).toBe(0);
  expect((await mine.get('/Groups')).body.totalResults).toBe(0);
  expect((await owner.ok('GET', `/idp/users/${theirs}`)).active).toBe(true);
});

test('an address that somebody has is taken, and that is all it hears', async () => {
  const byHand = await owner.ok('POST', '/idp/users', { email: address(), displayName: 'Secret name', active: false });
  const theirs = address();
  await others.newUser(theirs);
  const answers = [byHand.email, byHand.email.toUpperCase(), theirs].map((userName) =>
    mine.post('/Users', { userName, active: true, displayName: 'New' }),
  );
  const [first, ...rest] = await Promise.all(answers);
  expect(first).toMatchObject(scimError(409, 'uniqueness'));
  expect(first?.text).not.toMatch(/Secret|example|[0-9a-f]{32}/);
  for (const answer of rest) expect(answer.text).toBe(first?.text);
});

test('of many who make the same person at once, one does', async () => {
  const userName = address();
  const answers = await Promise.all(Array.from({ length: 8 }, () => mine.post('/Users', { userName, active: true })));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, ...Array.from({ length: 7 }, () => 409)]);
  expect((await mine.get(`/Users?filter=userName eq "${userName}"`)).body.totalResults).toBe(1);
});

test('it puts nobody into its groups who is not its own', async () => {
  const own = await mine.newUser(address());
  const theirs = await others.newUser(address());
  const group = await mine.newGroup('Own people', own);
  const byHand = fixture.idpUserIds['viewer'] ?? '';
  for (const id of [theirs, byHand, 'f'.repeat(32), '../x']) {
    const add = operations({ op: 'add', path: 'members', value: [{ value: id }] });
    for (const answer of await Promise.all([
      mine.patch(`/Groups/${group}`, add),
      mine.put(`/Groups/${group}`, { displayName: 'Own people', members: [{ value: own }, { value: id }] }),
      mine.post('/Groups', { displayName: 'Another', members: [{ value: id }] }),
    ])) {
      expect([id, answer]).toMatchObject([id, scimError(400, 'invalidValue')]);
      expect(answer.body.detail).toBe(`There is no User with the id ${id}.`);
    }
  }
  expect(await memberIds(mine, group)).toEqual([own]);
});

test('a group that an owner handed it is filled with its grants, and is out of sight once released', async () => {
  const group = await owner.ok('POST', '/idp/groups', { name: 'Granted' });
  const byHand = fixture.idpUserIds['viewer'] ?? '';
  await owner.ok('PUT', `/idp/groups/${group.id}/members/${byHand}`);
  expect(await mine.get(`/Groups/${group.id}`)).toMatchObject(scimError(404));
  await handTo(`/idp/groups/${group.id}`, connectionId);
  // Who is in it is seen by id alone.
  const seen = await mine.get(`/Groups/${group.id}`);
  expect(seen.body.members).toEqual([{ value: byHand, $ref: expect.any(String), type: 'User' }]);
  expect(await mine.get(`/Users/${byHand}`)).toMatchObject(scimError(404));
  const own = await mine.newUser(address());
  const replaced = operations({ op: 'replace', path: 'members', value: [{ value: own }] });
  expect(await mine.patch(`/Groups/${group.id}`, replaced)).toMatchObject({ status: 204 });
  expect(await memberIds(mine, group.id)).toEqual([own]);
  await handTo(`/idp/groups/${group.id}`, null);
  for (const answer of await Promise.all(everyWay(mine, 'Groups', group.id))) {
    expect(answer).toMatchObject(scimError(404));
  }
  expect((await owner.ok('GET', `/idp/groups/${group.id}`)).memberCount).toBe(1);
});

test('who is deactivated or taken out of a group loses at once what it gave, with the session', async () => {
  for (const way of ['deactivated', 'taken out', 'deleted', 'group deleted'] as const) {
    const person = await application.as(address());
    const { user } = await person.ok('GET', '/me');
    const role = await owner.ok('POST', '/roles', { name: `View ${n}`, permissions: ['pam_vaults.view'] });
    const { organizationId, vaultId } = fixture;
    await owner.ok('PUT', `/users/${user.id}/roles`, { roles: [{ roleId: role.id, organizationId }] });
    const own = await mine.newUser(person.email);
    const group = await mine.newGroup(`Team ${n}`, own);
    const grant = { principalType: 'group', principalId: group, level: 'checkout' };
    await owner.ok('POST', `/identity-groups/${vaultId}/access`, grant);
    const { id } = await fixture.newIdentity();
    const taken = await person.post(`/identities/${id}/checkout`, { reason: 'work', durationMinutes: 30 });
    expect([way, taken.status]).toEqual([way, 201]);
    const done = {
      deactivated: () => mine.patch(`/Users/${own}`, operations({ op: 'Replace', path: 'active', value: 'False' })),
      'taken out': () =>
        mine.patch(`/Groups/${group}`, operations({ op: 'remove', path: `members[value eq "${own}"]` })),
      deleted: () => mine.delete(`/Users/${own}`),
      'group deleted': () => mine.delete(`/Groups/${group}`),
    }[way];
    expect((await done()).status).toBeLessThan(300);
    expect((await person.post(`/identities/${id}/reveal`, {})).status).toBe(403);
    await until(`the end of the session of who is ${way}`, async () => {
      const { items } = await owner.ok('GET', `/streams/identity-${id}`);
      return items.some(({ type }: Json) => type === 'keyledger.identity-checked-in.v1');
    });
  }
}, 120_000);

test('each write is a fact of the connection, and so is each refusal', async () => {
  const own = await mine.newUser(address());
  await mine.patch(
    `/Users/${fixture.idpUserIds['viewer']}`,
    operations({ op: 'replace', path: 'active', value: false }),
  );
  const { items } = await owner.ok('GET', `/audit?actor=${connectionId}&limit=200`);
  for (const { actor } of items) {
    expect(actor).toEqual({ kind: 'scim', name: connectionId, tokenId: expect.any(String) });
  }
  const types = items.filter(({ stream }: Json) => stream === `directory-${own}`).map(({ type }: Json) => type);
  expect(types.toSorted()).toEqual(['keyledger.idp-user-created.v1', 'keyledger.idp-user-handed-over.v1']);
  const refused = items.filter(({ outcome }: Json) => outcome === 'refused').map(({ type }: Json) => type);
  expect(refused).toEqual(
    expect.arrayContaining([
      'keyledger.idp-user-create-refused.v1',
      'keyledger.idp-user-change-refused.v1',
      'keyledger.idp-group-provision-refused.v1',
    ]),
  );
});

test('a connection that is deleted while it works writes nothing more', async () => {
  const made = await owner.ok('POST', '/scim-connections', { name: 'Short' });
  const short = provider(application.url, made.token);
  const own = await short.newUser(address());
  await owner.ok('DELETE', `/scim-connections/${made.id}`);
  for (const answer of await Promise.all(everyWay(short, 'Users', own))) expect(answer).toMatchObject(scimError(401));
  const anonymous = await client(application.url, '', made.token).get('//scim/v2/Users');
  expect(anonymous.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
});
