import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';
import { describedAnswers } from '../support/edge/described-answers';

/** § Shapes of the contract: names come along wherever an id is shown, as they are now; who holds an identity, with it. */
let application: RunningApplication;
let fixture: Fixture;
let owner: Client;
let user: Client;
let organizationName: string;
let vaultName: string;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
  ({ owner } = fixture);
  user = fixture.people.user;
  organizationName = (await owner.ok('GET', `/organizations/${fixture.organizationId}`)).name;
  vaultName = (await owner.ok('GET', `/identity-groups/${fixture.vaultId}`)).name;
});
afterAll(() => application.end());

const NAME_OF: Readonly<Record<string, string>> = {
  identityId: 'identityName',
  identityGroupId: 'identityGroupName',
  organizationId: 'organizationName',
  hostId: 'hostName',
  principalId: 'principalName',
  userId: 'userEmail',
};

/** Roles are put back as they were read; who acted has an `email` beside it. */
const OTHERWISE = ['RoleAssignment', 'RoleByGroup', 'MyRole', 'Actor'];

test('whatever is answered with an id has a place for its name', async () => {
  const lacking: string[] = [];
  let seen = 0;
  for (const [schema, fields] of describedAnswers(await owner.ok('GET', '/openapi.json'))) {
    if (OTHERWISE.includes(schema)) continue;
    for (const [id, name] of Object.entries(NAME_OF)) {
      if (!fields.includes(id)) continue;
      seen += 1;
      if (!fields.includes(name)) lacking.push(`${schema}.${id}`);
    }
  }
  expect(lacking).toEqual([]);
  expect(seen).toBeGreaterThan(40);
});

test('a checkout names what was checked out, and so do its repetition, the session and the list', async () => {
  const { id } = await fixture.newIdentity({ name: 'named' });
  const names = { identityName: 'named', identityGroupName: vaultName, organizationName };
  const checkout = () =>
    user.send(
      'POST',
      `/identities/${id}/checkout`,
      { reason: 'x', durationMinutes: 5 },
      { 'idempotency-key': 'named' },
    );
  const { body } = await checkout();
  expect(body.session).toMatchObject(names);
  expect((await checkout()).body.session).toEqual(body.session);
  expect(await user.ok('GET', `/sessions/${body.session.id}`)).toMatchObject(names);
  const [listed] = (await user.ok('GET', `/sessions?identityId=${id}`)).items;
  expect(listed).toMatchObject(names);
});

test('a name is the one it has now', async () => {
  const { id: hostId } = await owner.ok('POST', '/hosts', { name: 'before', organizationId: fixture.organizationId });
  const { id } = await fixture.newIdentity({ name: 'before' });
  const { session } = await user.ok('POST', `/identities/${id}/checkout`, { reason: 'x', durationMinutes: 5 });
  await owner.ok('PATCH', `/identities/${id}`, { name: 'after' });
  expect((await user.ok('GET', `/sessions/${session.id}`)).identityName).toBe('after');
  await owner.ok('PATCH', `/identity-groups/${fixture.vaultId}`, { name: 'Renamed' });
  vaultName = 'Renamed';
  const [listed] = (await user.ok('GET', `/identities?identityGroupId=${fixture.vaultId}&q=after`)).items;
  expect(listed).toMatchObject({ id, identityGroupName: 'Renamed', organizationName });
  expect(await owner.ok('GET', `/hosts/${hostId}`)).toMatchObject({ name: 'before', organizationName });
});

test('a grant names whom it was given to and who gave it', async () => {
  const { items } = await owner.ok('GET', `/identity-groups/${fixture.vaultId}/access`);
  expect(items.length).toBeGreaterThan(0);
  for (const grant of items) {
    const { principalType, principalId } = grant;
    const directory = principalType === 'user' ? '/idp/users' : '/idp/groups';
    const principal = await owner.ok('GET', `${directory}/${principalId}`);
    expect(grant.principalName).toBe(principalType === 'user' ? principal.displayName : principal.name);
    expect(grant.grantedByEmail).toMatch(/@/);
  }
  const { id: principalId } = await owner.ok('POST', '/idp/groups', { name: 'On call' });
  const grant = { principalType: 'group', principalId, level: 'view_vault' };
  const given = await owner.ok('POST', `/identity-groups/${fixture.vaultId}/access`, grant);
  expect(given.principalName).toBe('On call');
});

test('what is gone has no name, and stands in the list all the same', async () => {
  const vault = { name: 'Short-lived', organizationId: fixture.organizationId };
  const { id: identityGroupId } = await owner.ok('POST', '/identity-groups', vault);
  const { id } = await fixture.newIdentity({ identityGroupId });
  await owner.ok('POST', `/identities/${id}/checkout`, { reason: 'x', durationMinutes: 5 });
  const { id: sessionId } = (await owner.ok('GET', `/sessions?identityId=${id}`)).items[0];
  await owner.ok('POST', `/sessions/${sessionId}/checkin`);
  await owner.ok('DELETE', `/identities/${id}?purge=true`);
  await owner.ok('DELETE', `/identity-groups/${identityGroupId}`);
  const session = await owner.ok('GET', `/sessions/${sessionId}`);
  expect(session).toMatchObject({ identityGroupId, organizationName });
  expect(session).not.toHaveProperty('identityGroupName');
});

describe('who holds an identity', () => {
  test('is told to those with a grant, and to nobody else', async () => {
    const { id } = await fixture.newIdentity();
    expect(await user.ok('GET', `/identities/${id}`)).toMatchObject({ heldByMe: false, holders: [] });
    const { session } = await user.ok('POST', `/identities/${id}/checkout`, { reason: 'x', durationMinutes: 5 });
    const held = {
      userId: session.userId,
      userEmail: session.userEmail,
      since: session.checkedOutAt,
      until: session.expiresAt,
    };
    const mine = { heldByMe: true, holders: [{ ...held, own: true }] };
    expect(await user.ok('GET', `/identities/${id}`)).toMatchObject(mine);
    const list = `/identities?identityGroupId=${fixture.vaultId}&checkedOut=true&limit=200`;
    const inList = async (client: Client) =>
      (await client.ok('GET', list)).items.find((item: { id: string }) => item.id === id);
    expect(await inList(user)).toMatchObject(mine);
    expect(await inList(owner)).toMatchObject({ heldByMe: false, holders: [{ ...held, own: false }] });
    const viewer = await inList(fixture.people.viewer);
    expect(viewer).toMatchObject({ heldByMe: false, activeSessions: 1, access: null });
    expect(viewer).not.toHaveProperty('holders');
    await user.ok('POST', `/sessions/${session.id}/checkin`);
    expect(await user.ok('GET', `/identities/${id}`)).toMatchObject({ heldByMe: false, holders: [] });
  });
});
