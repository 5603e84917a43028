import { runningApplication, type RunningApplication } from '../support/application/running-application';
import type { Client } from '../support/application/client';

let application: RunningApplication;
let owner: Client;
beforeAll(async () => {
  application = await runningApplication();
  owner = await application.as('owner@example.com');
});
afterAll(() => application.end());

test('an owner makes an organization, a vault and an identity, checks it out and in', async () => {
  const organization = await owner.ok('POST', '/organizations', { name: 'Acme' });
  await owner.ok('PUT', `/organizations/${organization.id}/secret`, { secret: 's'.repeat(40) });
  const vault = await owner.ok('POST', '/identity-groups', { name: 'Production', organizationId: organization.id });
  const identity = await owner.ok('POST', '/identities', {
    identityGroupId: vault.id,
    name: 'prod-db-admin',
    username: 'admin',
    credential: 'first-light-secret',
    credentialType: 'password',
  });
  const out = await owner.ok('POST', `/identities/${identity.id}/checkout`, { reason: 'a look', durationMinutes: 5 });
  expect(out.credential).toMatchObject({ value: 'first-light-secret', version: 1 });
  expect(out.session).toMatchObject({ status: 'active', ownerBypass: true });
  const again = await owner.post(`/identities/${identity.id}/checkout`, { reason: 'again', durationMinutes: 5 });
  expect(again.body).toMatchObject({ status: 409, code: 'ALREADY_CHECKED_OUT' });
  const back = await owner.ok('POST', `/sessions/${out.session.id}/checkin`);
  expect(back).toMatchObject({ status: 'ended', endedBy: 'checkin' });
  expect(await owner.ok('POST', `/sessions/${out.session.id}/checkin`)).toEqual(back);
  expect((await owner.get(`/identities/${identity.id}`)).body.activeSessions).toBe(0);
});
