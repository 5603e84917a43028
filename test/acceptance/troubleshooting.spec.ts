import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';

/** § Troubleshooting: each symptom is told in the manual's words, and its fix mends it. */
let application: RunningApplication;
let fixture: Fixture;
let owner: Client;
let user: Client;
let groupUser: Client;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
  ({ owner, user, groupUser } = fixture.people);
});
afterAll(() => application.end());

const checkOut = (who: Client, id: string) =>
  who.post(`/identities/${id}/checkout`, { reason: 'work', durationMinutes: 30 });

test('"No IDP user mapping" on reveal and checkout: an IDP user with the same e-mail mends it', async () => {
  const { unmapped } = fixture.people;
  const { id } = await fixture.newIdentity();
  for (const answer of [await checkOut(unmapped, id), await unmapped.post(`/identities/${id}/reveal`)]) {
    expect(answer.body).toMatchObject({ status: 403, code: 'NO_IDP_USER_MAPPING', title: 'No IDP user mapping' });
    expect(answer.body.detail).toMatch(/^No IDP user mapping/);
  }
  expect((await unmapped.ok('GET', '/me')).idpMapping).toBeNull();
  const person = { email: unmapped.email.toUpperCase(), displayName: 'Found', active: true };
  const { id: principalId } = await owner.ok('POST', '/idp/users', person);
  expect((await checkOut(unmapped, id)).body.code).toBe('VAULT_ACCESS_DENIED');
  const grant = { principalType: 'user', principalId, level: 'checkout' };
  await owner.ok('POST', `/identity-groups/${fixture.vaultId}/access`, grant);
  expect((await checkOut(unmapped, id)).status).toBe(201);
});

test('"Identity is already checked out": the checkin of the other user mends it', async () => {
  const { id } = await fixture.newIdentity();
  const { session } = (await checkOut(user, id)).body;
  expect((await checkOut(groupUser, id)).body).toMatchObject({
    status: 409,
    title: 'Identity is already checked out',
    detail: 'Identity is already checked out',
  });
  await user.ok('POST', `/sessions/${session.id}/checkin`);
  expect((await checkOut(groupUser, id)).status).toBe(201);
});

test('Rotation stuck in "pending": it says for which host it waits', async () => {
  const { id: hostId } = await owner.ok('POST', '/hosts', { name: 'attic', organizationId: fixture.organizationId });
  const { id } = await fixture.newIdentity({ hostIds: [hostId] });
  expect((await owner.ok('POST', `/identities/${id}/rotate`)).status).toBe('pending');
  const rotation = await owner.ok('GET', `/identities/${id}/rotation`);
  expect(rotation).toMatchObject({ status: 'pending', hosts: [{ hostName: 'attic', state: 'queued' }] });
  expect(rotation.hosts[0].explanation).toMatch(/no agent on host attic/);
});

test('"Organization secret not found": setting it mends it', async () => {
  const { id: organizationId } = await owner.ok('POST', '/organizations', { name: 'New' });
  const { id: identityGroupId } = await owner.ok('POST', '/identity-groups', { name: 'V', organizationId });
  const body = { identityGroupId, name: 'x', username: 'x', credential: 'x', credentialType: 'password' };
  expect((await owner.post('/identities', body)).body).toMatchObject({
    status: 409,
    title: 'Organization secret not found',
    detail: 'Organization secret not found',
  });
  expect((await owner.ok('GET', `/organizations/${organizationId}`)).hasSecret).toBe(false);
  await owner.ok('PUT', `/organizations/${organizationId}/secret`, { secret: 's'.repeat(32) });
  expect((await owner.post('/identities', body)).status).toBe(201);
});

test('"Cannot delete group with N identities": removing them mends it', async () => {
  const { organizationId } = fixture;
  const { id } = await owner.ok('POST', '/identity-groups', { name: 'V', organizationId });
  const inIt = [await fixture.newIdentity({ identityGroupId: id }), await fixture.newIdentity({ identityGroupId: id })];
  expect((await owner.delete(`/identity-groups/${id}`)).body).toMatchObject({
    status: 409,
    detail: 'Cannot delete group with 2 identities',
  });
  for (const identity of inIt) {
    await owner.ok('DELETE', `/identities/${identity.id}`);
  }
  expect((await owner.delete(`/identity-groups/${id}`)).status).toBe(204);
});

test('"Maximum concurrent sessions reached": a checkin or a higher maximum mends it', async () => {
  const { id } = await fixture.newIdentity({ allowConcurrentCheckout: true, maxConcurrentSessions: 1 });
  const { session } = (await checkOut(user, id)).body;
  expect((await checkOut(groupUser, id)).body).toMatchObject({
    status: 409,
    title: 'Maximum concurrent sessions reached',
    detail: 'Maximum concurrent sessions reached',
  });
  await owner.ok('PATCH', `/identities/${id}`, { maxConcurrentSessions: 2 });
  expect((await checkOut(groupUser, id)).status).toBe(201);
  expect((await checkOut(groupUser, id)).status).toBe(409);
  await user.ok('POST', `/sessions/${session.id}/checkin`);
  expect((await checkOut(groupUser, id)).status).toBe(201);
});

test('Cannot rotate while checked out: a checkin, or a forced one, mends it', async () => {
  const { id } = await fixture.newIdentity();
  const { session } = (await checkOut(user, id)).body;
  expect((await owner.post(`/identities/${id}/rotate`)).body).toMatchObject({ status: 409, code: 'CHECKED_OUT' });
  await user.ok('POST', `/sessions/${session.id}/checkin`);
  expect((await owner.post(`/identities/${id}/rotate`)).status).toBe(202);
});
