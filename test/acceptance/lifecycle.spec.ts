import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { until } from '../support/until';

/** § Credential lifecycle flow: from an empty installation to a rotated password, and all of it in the audit trail. */
let application: RunningApplication;
beforeAll(async () => {
  application = await runningApplication();
});
afterAll(() => application.end());

const colleague = async (owner: Client, email: string, organizationId: string, permissions: string[]) => {
  const client = await application.as(email);
  const { user } = await client.ok('GET', '/me');
  const { id: roleId } = await owner.ok('POST', '/roles', { name: `Role of ${email}`, permissions });
  await owner.ok('PUT', `/users/${user.id}/roles`, { roles: [{ roleId, organizationId }] });
  const person = { email, displayName: email, active: true };
  return { client, idpUserId: (await owner.ok('POST', '/idp/users', person)).id };
};

test('create vault, add credential, grant access, checkout, use, checkin, auto-rotate, audit; and once more after a restart', async () => {
  const owner = await application.as('owner@example.com');
  const { id: organizationId } = await owner.ok('POST', '/organizations', { name: 'Acme' });
  await owner.ok('PUT', `/organizations/${organizationId}/secret`, { secret: 'x'.repeat(40) });
  const manager = await colleague(owner, 'mia@example.com', organizationId, ['pam_vaults.view', 'pam_vaults.manage']);
  const ann = await colleague(owner, 'ann@example.com', organizationId, ['pam_vaults.view']);
  const bob = await colleague(owner, 'bob@example.com', organizationId, ['pam_vaults.view']);
  const auditor = await colleague(owner, 'eve@example.com', organizationId, ['pam_audit.read']);

  const vault = await manager.client.ok('POST', '/identity-groups', { name: 'Production', organizationId });
  const { id } = await manager.client.ok('POST', '/identities', {
    identityGroupId: vault.id,
    name: 'prod-db-admin',
    username: 'admin',
    credential: 'first password',
    credentialType: 'password',
    rotateAfterUse: true,
  });
  const { id: groupId } = await owner.ok('POST', '/idp/groups', { name: 'Operators' });
  const access = `/identity-groups/${vault.id}/access`;
  const grant = { principalType: 'user', principalId: ann.idpUserId, level: 'checkout' };
  await manager.client.ok('POST', access, grant);
  await manager.client.ok('POST', access, { principalType: 'group', principalId: groupId, level: 'checkout' });
  await owner.ok('PUT', `/idp/groups/${groupId}/members/${bob.idpUserId}`);

  const ask = { reason: 'INC-4711', durationMinutes: 30 };
  const { session, credential } = await ann.client.ok('POST', `/identities/${id}/checkout`, ask);
  expect(credential).toEqual({
    type: 'password',
    username: 'admin',
    value: 'first password',
    version: 1,
    proven: 'by-hand',
  });
  const refused = await bob.client.post(`/identities/${id}/checkout`, { ...ask, reason: 'me too' });
  expect(refused.body).toMatchObject({ status: 409, detail: 'Identity is already checked out' });
  expect(refused.body.holders).toMatchObject([{ userEmail: 'ann@example.com', own: false }]);
  await ann.client.ok('POST', `/sessions/${session.id}/checkin`);
  const rotation = () => manager.client.ok('GET', `/identities/${id}/rotation`);
  await until('the rotation', async () => (await rotation()).status === 'confirmed');

  application = await application.restart();
  const [later, eve] = [await application.as('bob@example.com'), await application.as(auditor.client.email)];
  const second = await later.ok('POST', `/identities/${id}/checkout`, { ...ask, reason: 'now it is free' });
  expect(second.credential.version).toBe(2);
  expect(second.credential.value).not.toBe('first password');
  const repeated = await (await application.as('ann@example.com')).post(`/sessions/${session.id}/checkin`);
  expect(repeated.body).toMatchObject({ id: session.id, status: 'ended', endedBy: 'checkin' });

  const trail = await eve.ok('GET', `/audit?identityId=${id}&order=asc`);
  expect(
    trail.items.map((entry: { type: string; outcome: string; actor: { email?: string; kind: string } }) => [
      entry.type.replace(/^keyledger\.|\.v1$/g, ''),
      entry.outcome,
      entry.actor.email ?? entry.actor.kind,
    ]),
  ).toEqual([
    ['vault-member-reserved', 'success', 'mia@example.com'],
    ['identity-created', 'success', 'mia@example.com'],
    ['identity-checked-out', 'success', 'ann@example.com'],
    ['identity-check-out-refused', 'refused', 'bob@example.com'],
    ['identity-checked-in', 'success', 'ann@example.com'],
    ['rotation-requested', 'success', 'ann@example.com'],
    ['rotation-confirmed', 'success', 'policy'],
    ['identity-checked-out', 'success', 'bob@example.com'],
  ]);
  const [requested, confirmed] = trail.items.slice(5, 7);
  expect(confirmed.causationId).toBe(requested.id);
  expect(JSON.stringify(trail)).not.toContain('first password');
});
