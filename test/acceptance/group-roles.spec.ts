import { client, type Client } from '../support/application/client';
import { newFixture, type Fixture } from '../support/application/fixture';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import type { Json } from '../support/json';
import { operations, provider, scimError, type Provider } from '../support/scim/provider';
import { until } from '../support/until';

/** § Permissions: a role can be given to an IDP group, under every rule of "no way up". */
let application: RunningApplication;
let fixture: Fixture;
let owner: Client;
let connectionId: string;
let scim: Provider;
let n = 0;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
  ({ owner } = fixture);
  const made = await owner.ok('POST', '/scim-connections', { name: 'Provider' });
  connectionId = made.id;
  scim = provider(application.url, made.token);
}, 180_000);
afterAll(() => application.end());

const problem = (status: number, code: string) => ({ status, body: { code } });
const newRole = async (...permissions: readonly string[]): Promise<string> =>
  (await owner.ok('POST', '/roles', { name: `Role ${(n += 1)}`, permissions })).id;
const newGroup = async (...roles: readonly object[]): Promise<string> => {
  const { id } = await owner.ok('POST', '/idp/groups', { name: `Group ${(n += 1)}` });
  if (roles.length > 0) await owner.ok('PUT', `/idp/groups/${id}/roles`, { roles });
  return id;
};
interface Person extends Client {
  readonly idpUserId: string;
  readonly userId: string;
}
const newPerson = async (): Promise<Person> => {
  const person = await application.as(`grouped-${(n += 1)}@example.com`);
  const userId = (await person.ok('GET', '/me')).user.id;
  const { id } = await owner.ok('POST', '/idp/users', { email: person.email, displayName: 'Somebody', active: true });
  return { ...person, userId, idpUserId: id };
};
/** Somebody with roles of their own, everywhere. */
const holderOf = async (...permissions: readonly string[]): Promise<Person> => {
  const person = await newPerson();
  await owner.ok('PUT', `/users/${person.userId}/roles`, { roles: [{ roleId: await newRole(...permissions) }] });
  return person;
};
const path = (group: string, { idpUserId }: Person) => `/idp/groups/${group}/members/${idpUserId}`;
const put = (group: string, person: Person) => owner.ok('PUT', path(group, person));
const seesVaults = async (person: Client): Promise<boolean> =>
  (await person.get(`/identity-groups/${fixture.vaultId}`)).status === 200;

test('whoever is in a group with roles has them at once, and loses them at once', async () => {
  const { organizationId } = fixture;
  const roleId = await newRole('pam_vaults.view');
  const group = await newGroup({ roleId, organizationId });
  const person = await newPerson();
  expect(await seesVaults(person)).toBe(false);
  await put(group, person);
  expect(await seesVaults(person)).toBe(true);
  const told = { roleId, organizationId, idpGroupId: group, idpGroupName: expect.any(String) };
  const me = await person.ok('GET', '/me');
  expect(me).toMatchObject({
    roles: [told],
    user: { roles: [], rolesByGroup: [told] },
    organizations: [{ id: organizationId, permissions: ['pam_vaults.view'] }],
  });
  expect(await owner.ok('GET', `/users/${person.userId}`)).toMatchObject({ roles: [], rolesByGroup: [told] });
  for (const [take, give] of [
    [() => owner.ok('DELETE', path(group, person)), () => put(group, person)],
    [
      () => owner.ok('PATCH', `/idp/users/${person.idpUserId}`, { active: false }),
      () => owner.ok('PATCH', `/idp/users/${person.idpUserId}`, { active: true }),
    ],
    [
      () => owner.ok('PUT', `/idp/groups/${group}/roles`, { roles: [] }),
      () => owner.ok('PUT', `/idp/groups/${group}/roles`, { roles: [{ roleId, organizationId }] }),
    ],
    [() => owner.ok('DELETE', `/idp/groups/${group}`), () => Promise.resolve()],
  ]) {
    await take?.();
    expect(await seesVaults(person)).toBe(false);
    await give?.();
  }
  expect(await owner.get(`/idp/groups/${group}/roles`)).toMatchObject(problem(404, 'NOT_FOUND'));
});

test('roles of a group are read with names and ETag, and replaced as they were seen', async () => {
  const { organizationId, people } = fixture;
  const roleId = await newRole('pam_vaults.view');
  const group = await newGroup({ roleId, organizationId });
  const read = await owner.get(`/idp/groups/${group}/roles`);
  expect(read).toMatchObject({
    status: 200,
    body: { roles: [{ roleId, roleName: expect.any(String), organizationId, organizationName: expect.any(String) }] },
  });
  const etag = read.headers.get('etag') ?? '';
  const send = (roles: readonly object[]) =>
    owner.send('PUT', `/idp/groups/${group}/roles`, { roles }, { 'if-match': etag });
  expect(await send([])).toMatchObject({ status: 200, body: { roles: [] } });
  expect(await send([{ roleId }])).toMatchObject(problem(412, 'PRECONDITION_FAILED'));
  expect(await people.viewer.get(`/idp/groups/${group}/roles`)).toMatchObject(problem(403, 'PERMISSION_DENIED'));
  expect(await owner.put(`/idp/groups/${group}/roles`, { roles: [{ roleId: 'x' }] })).toMatchObject({ status: 404 });
  expect(await owner.put(`/idp/groups/${group}/roles`, {})).toMatchObject(problem(400, 'VALIDATION_FAILED'));
});

test('nobody gives by a group what they may not give', async () => {
  const { organizationId } = fixture;
  const manage = await newRole('pam_vaults.manage');
  const clerk = await holderOf('accounts.manage', 'directory.manage');
  const plain = await newGroup();
  const group = await newGroup({ roleId: manage, organizationId });
  const person = await newPerson();
  const denied = problem(403, 'PERMISSION_DENIED');
  expect(await clerk.put(`/idp/groups/${plain}/roles`, { roles: [{ roleId: manage }] })).toMatchObject(denied);
  expect(await clerk.put(path(group, person))).toMatchObject(denied);
  expect(await clerk.put(path(group, clerk))).toMatchObject(problem(403, 'SELF_GRANT'));
  await put(group, person);
  expect(await clerk.delete(path(group, person))).toMatchObject(denied);
  expect(await clerk.delete(`/idp/groups/${group}`)).toMatchObject(denied);
  // What the caller may neither give nor take stays.
  await clerk.ok('PUT', `/idp/groups/${group}/roles`, { roles: [] });
  expect((await owner.ok('GET', `/idp/groups/${group}/roles`)).roles).toHaveLength(1);
  // Out at once, by whoever keeps the directory; in again by whoever may give it.
  await clerk.ok('PATCH', `/idp/users/${person.idpUserId}`, { active: false });
  expect(await clerk.patch(`/idp/users/${person.idpUserId}`, { active: true })).toMatchObject(denied);
  const bold = await holderOf('accounts.manage', 'directory.manage', 'pam_vaults.manage');
  await bold.ok('PATCH', `/idp/users/${person.idpUserId}`, { active: true });
  const facts = await owner.ok('GET', `/audit?actor=${clerk.email}&outcome=refused&limit=50`);
  expect(facts.items.map(({ type }: Json) => type)).toEqual(
    expect.arrayContaining([
      'keyledger.idp-group-roles-assign-refused.v1',
      'keyledger.idp-group-member-add-refused.v1',
      'keyledger.idp-group-member-remove-refused.v1',
      'keyledger.idp-group-delete-refused.v1',
      'keyledger.idp-user-change-refused.v1',
    ]),
  );
});

test('a record made anew is in no group, and a machine has nothing by the record it is linked to', async () => {
  const group = await newGroup({ roleId: await newRole('pam_vaults.view') });
  const person = await newPerson();
  await put(group, person);
  const { id: robotId } = await owner.ok('POST', '/users', { kind: 'machine', displayName: 'Robot' });
  await owner.ok('PUT', `/users/${robotId}/idp-user`, { idpUserId: person.idpUserId });
  const { token } = await owner.ok('POST', `/users/${robotId}/tokens`, { name: 'Job', expiresInDays: 30 });
  const robot = client(application.url, '', token);
  expect([await seesVaults(person), await seesVaults(robot)]).toEqual([true, false]);
  await owner.ok('DELETE', `/idp/users/${person.idpUserId}`);
  const anew = { email: person.email, displayName: 'Anew', active: true };
  await owner.ok('POST', '/idp/users', anew);
  expect(await seesVaults(person)).toBe(false);
});

test('a checkout rests on the role of a group, tells so, and ends with it', async () => {
  const { organizationId, vaultId } = fixture;
  const group = await newGroup({ roleId: await newRole('pam_vaults.view'), organizationId });
  const person = await newPerson();
  await put(group, person);
  const grant = { principalType: 'user', principalId: person.idpUserId, level: 'checkout' };
  await owner.ok('POST', `/identity-groups/${vaultId}/access`, grant);
  const { id } = await fixture.newIdentity();
  const { session } = await person.ok('POST', `/identities/${id}/checkout`, { reason: 'work', durationMinutes: 30 });
  const [fact] = (await owner.ok('GET', `/streams/identity-${id}?limit=200`)).items.filter(
    ({ type }: Json) => type === 'keyledger.identity-checked-out.v1',
  );
  expect(fact.data.evidence).toMatchObject({ idpUserId: person.idpUserId, roleGroupId: group });
  const told = async () => {
    const { steps } = await owner.ok('GET', `/identities/${id}/explain?action=checkout&userId=${person.userId}`);
    return steps.find(({ holds, step }: Json) => !holds || step === 'permission');
  };
  expect(await told()).toMatchObject({ step: 'permission', holds: true, fact: { stream: `directoryGroup-${group}` } });
  const lines = await owner.ok('GET', `/access-review?userId=${person.userId}`);
  expect(lines.items).toMatchObject([{ can: 'checkout' }]);
  await owner.ok('DELETE', path(group, person));
  await until('the end of the session', async () => {
    const { status, endedBy } = await owner.ok('GET', `/sessions/${session.id}`);
    return status === 'ended' && endedBy === 'grant_revoked';
  });
  expect(await told()).toMatchObject({ step: 'role', holds: false, fact: { stream: `directoryGroup-${group}` } });
});

test('a SCIM connection fills a group with roles once an owner said so, and lifts nobody into another', async () => {
  const roleId = await newRole('pam_vaults.view');
  const person = await application.as(`scim-${(n += 1)}@example.com`);
  const user = await scim.newUser(person.email);
  const filled = await scim.newGroup('Filled');
  const bold = await holderOf('accounts.manage', 'pam_vaults.view');
  expect(await bold.put(`/idp/groups/${filled}/roles`, { roles: [{ roleId }] })).toMatchObject(
    problem(403, 'PERMISSION_DENIED'),
  );
  await owner.ok('PUT', `/idp/groups/${filled}/roles`, { roles: [{ roleId }] });
  const change = (op: string, id: string) => operations({ op, path: 'members', value: [{ value: id }] });
  expect((await scim.patch(`/Groups/${filled}`, change('add', user))).status).toBe(204);
  expect(await seesVaults(person)).toBe(true);
  expect((await scim.patch(`/Groups/${filled}`, change('remove', user))).status).toBe(204);
  expect(await seesVaults(person)).toBe(false);

  const byHand = await newGroup({ roleId });
  await owner.ok('PUT', `/idp/groups/${byHand}/members/${user}`);
  const switched = (active: boolean) =>
    scim.patch(`/Users/${user}`, operations({ op: 'replace', path: 'active', value: active }));
  expect((await switched(false)).status).toBeLessThan(300);
  expect(await seesVaults(person)).toBe(false);
  expect(await switched(true)).toMatchObject(scimError(403));
  expect(await seesVaults(person)).toBe(false);
  await owner.ok('PUT', `/idp/groups/${byHand}/scim-connection`, { id: connectionId });
  expect((await switched(true)).status).toBeLessThan(300);
  expect(await seesVaults(person)).toBe(true);
});
