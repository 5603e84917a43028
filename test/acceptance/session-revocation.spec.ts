import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';
import { until } from '../support/until';

/** § Checking out credentials: whatever allowed a session, when taken away, ends it, and the value rotates. */
let application: RunningApplication;
let fixture: Fixture;
let owner: Client;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
  ({ owner } = fixture);
});
afterAll(() => application.end());

interface Person {
  readonly client: Client;
  readonly userId: string;
  readonly idpUserId: string;
  readonly roleId: string;
  readonly groupId: string;
  readonly grantId: string;
}

let made = 0;
/** Somebody new with a role and a group, and a grant, to the person or to the group. */
const newPerson = async (through: 'user' | 'group' = 'user'): Promise<Person> => {
  const n = (made += 1);
  const client = await application.as(`person-${n}@example.com`);
  const userId = (await client.ok('GET', '/me')).user.id;
  const idp = { email: client.email, displayName: 'P', active: true };
  const idpUserId = (await owner.ok('POST', '/idp/users', idp)).id;
  const roleId = (await owner.ok('POST', '/roles', { name: `P${n}`, permissions: ['pam_vaults.view'] })).id;
  await owner.ok('PUT', `/users/${userId}/roles`, { roles: [{ roleId, organizationId: fixture.organizationId }] });
  const groupId = (await owner.ok('POST', '/idp/groups', { name: `P${n}` })).id;
  await owner.ok('PUT', `/idp/groups/${groupId}/members/${idpUserId}`);
  const principal = { principalType: through, principalId: through === 'user' ? idpUserId : groupId };
  const path = `/identity-groups/${fixture.vaultId}/access`;
  const grantId = (await owner.ok('POST', path, { ...principal, level: 'checkout' })).id;
  return { client, userId, idpUserId, roleId, groupId, grantId };
};
const grantPath = ({ grantId }: Person) => `/identity-groups/${fixture.vaultId}/access/${grantId}`;
const checkOut = (who: Client, id: string) =>
  who.post(`/identities/${id}/checkout`, { reason: 'work', durationMinutes: 30 });
const endOf = async (id: string) => {
  const { items } = await owner.ok('GET', `/streams/identity-${id}`);
  const data = (type: string) =>
    items.filter((fact: { type: string }) => fact.type === type).map((fact: { data: object }) => fact.data);
  return {
    ended: data('keyledger.identity-checked-in.v1'),
    requested: data('keyledger.rotation-requested.v1'),
    confirmed: data('keyledger.rotation-confirmed.v1'),
  };
};

type Loss = [string, 'user' | 'group', (person: Person) => Promise<unknown>];
const LOSSES: Loss[] = [
  ['the grant is revoked', 'user', (it) => owner.ok('DELETE', grantPath(it))],
  ['the grant is lowered', 'user', (it) => owner.ok('PATCH', grantPath(it), { level: 'view_credentials' })],
  ['the group’s grant is revoked', 'group', (it) => owner.ok('DELETE', grantPath(it))],
  [
    'the user is taken out of the group',
    'group',
    (it) => owner.ok('DELETE', `/idp/groups/${it.groupId}/members/${it.idpUserId}`),
  ],
  ['the group is deleted', 'group', (it) => owner.ok('DELETE', `/idp/groups/${it.groupId}`)],
  [
    'the user’s IDP user is switched off',
    'user',
    (it) => owner.ok('PATCH', `/idp/users/${it.idpUserId}`, { active: false }),
  ],
  ['the user’s IDP user is deleted', 'group', (it) => owner.ok('DELETE', `/idp/users/${it.idpUserId}`)],
  ['the user’s role is taken', 'user', (it) => owner.ok('PUT', `/users/${it.userId}/roles`, { roles: [] })],
  [
    'the user’s role loses the permission',
    'user',
    (it) => owner.ok('PATCH', `/roles/${it.roleId}`, { permissions: ['pam_audit.read'] }),
  ],
  ['the user’s role is deleted', 'user', (it) => owner.ok('DELETE', `/roles/${it.roleId}`)],
  ['the user is switched off', 'user', (it) => owner.ok('PATCH', `/users/${it.userId}`, { active: false })],
];

test.each(LOSSES)('%s (%s)', async (_, through, lose) => {
  const [person, { id }] = [await newPerson(through), await fixture.newIdentity()];
  const { session } = (await checkOut(person.client, id)).body;
  await lose(person);
  // The holder's very next request finds it ended, whether or not the policy was there first.
  const next = await person.client.post(`/sessions/${session.id}/extend`, { reason: 'more', durationMinutes: 5 });
  expect([401, 409]).toContain(next.status);
  await until('the new value', async () => (await endOf(id)).confirmed.length === 1, 5000);
  const { ended, requested } = await endOf(id);
  expect(ended).toEqual([expect.objectContaining({ sessionId: session.id, endedBy: 'grant_revoked' })]);
  expect(requested).toEqual([expect.objectContaining({ trigger: 'grant_revoked' })]);
  expect(await owner.ok('GET', `/sessions/${session.id}`)).toMatchObject({ endedBy: 'grant_revoked' });
  expect((await checkOut(person.client, id)).status).toBeGreaterThanOrEqual(401);
});

test('an owner’s session ends with being owner', async () => {
  const [person, { id }] = [await newPerson(), await fixture.newIdentity()];
  await owner.ok('DELETE', grantPath(person));
  await owner.ok('PUT', `/users/${person.userId}/owner`, { owner: true });
  expect((await checkOut(person.client, id)).body.session).toMatchObject({ ownerBypass: true });
  await owner.ok('PUT', `/users/${person.userId}/owner`, { owner: false });
  await until('the end', async () => (await endOf(id)).ended.length === 1, 5000);
  expect((await endOf(id)).ended).toMatchObject([{ endedBy: 'grant_revoked' }]);
});

test('another grant allows a new checkout, it does not carry the old session', async () => {
  const [person, { id }] = [await newPerson(), await fixture.newIdentity()];
  const group = { principalType: 'group', principalId: person.groupId, level: 'checkout' };
  await checkOut(person.client, id);
  await owner.ok('POST', `/identity-groups/${fixture.vaultId}/access`, group);
  await owner.ok('DELETE', grantPath(person));
  await until('the new value', async () => (await endOf(id)).confirmed.length === 1, 5000);
  expect((await checkOut(person.client, id)).status).toBe(201);
});

test('the holder’s own next request ends it, also when no policy is at work', async () => {
  const [person, { id }] = [await newPerson(), await fixture.newIdentity()];
  const { session } = (await checkOut(person.client, id)).body;
  await owner.ok('DELETE', grantPath(person));
  expect((await person.client.post(`/sessions/${session.id}/checkin`)).body).toMatchObject({
    status: 'ended',
    endedBy: 'grant_revoked',
  });
});

test('a checkout that races the revocation is refused, or found and ended', async () => {
  const person = await newPerson();
  const ids = await Promise.all(Array.from({ length: 12 }, async () => (await fixture.newIdentity()).id));
  const [answers] = await Promise.all([
    Promise.all(ids.map((id) => checkOut(person.client, id))),
    owner.ok('DELETE', grantPath(person)),
  ]);
  const won = ids.filter((_, index) => answers[index]?.status === 201);
  expect(answers.filter(({ status }) => status !== 201).map(({ body }) => body.code)).toEqual(
    Array(12 - won.length).fill('VAULT_ACCESS_DENIED'),
  );
  for (const id of won) {
    await until('the end', async () => (await endOf(id)).confirmed.length === 1, 5000);
    expect((await endOf(id)).ended).toMatchObject([{ endedBy: 'grant_revoked' }]);
  }
});
