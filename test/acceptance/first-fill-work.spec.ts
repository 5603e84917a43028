import type { Client } from '../support/application/client';
import { fillingFirst, type FillingFirst } from '../support/application/filling-first';
import type { Fixture } from '../support/application/fixture';
import { SignedAgent } from '../support/application/signed-agent';
import { ABOUT_WORK, type TriedCommands } from '../support/application/tried-commands';
import { until } from '../support/until';

/* What is done with identities, hosts and sessions while the read models are being filled for the first time. */
let filling: FillingFirst;
let fixture: Fixture;
let owner: Client;
let organizationId: string;
let vaultId: string;

const done: TriedCommands['done'] = (...given) => filling.tried.done(...given);

const APPROVER = { name: 'Approver', permissions: ['pam_vaults.approve', 'pam_vaults.view'] };

const newIdentity = async (more: object = {}): Promise<string> => {
  const credential = `value-${Math.random().toString(36).slice(2)}`;
  const body = {
    identityGroupId: vaultId,
    name: 'db',
    username: 'root',
    credential,
    credentialType: 'password',
    ...more,
  };
  return (await done(owner, 'POST', '/identities', body)).id as string;
};

beforeAll(async () => {
  filling = await fillingFirst();
  ({ fixture, owner } = filling);
  ({ organizationId, vaultId } = fixture);
});
afterAll(() => filling.end());

test('identities and their values', async () => {
  const id = await newIdentity();
  const path = `/identities/${id}`;
  expect(await done(owner, 'PATCH', path, { name: 'renamed' })).toMatchObject({
    name: 'renamed',
    credentialVersion: 1,
  });
  await done(owner, 'PUT', `${path}/credential`, { credential: 'another value' });
  expect(await done(owner, 'POST', `${path}/reveal`)).toMatchObject({
    credential: { value: 'another value', version: 2 },
  });
  // It is told as the log has it by then: the vault alone is soon done.
  const { status } = await done(owner, 'POST', `${path}/rotate`);
  expect(['pending', 'confirmed']).toContain(status);
  await until(
    'the rotation in the vault',
    async () => (await owner.post(`${path}/reveal`)).body.credential.version === 3,
  );
  await done(owner, 'POST', `${path}/versions/2/restore`);
  await done(owner, 'POST', `${path}/versions/3/discard`);
  await done(owner, 'DELETE', path);
  expect(await done(owner, 'POST', `${path}/undelete`)).toMatchObject({ state: 'active', name: 'renamed' });
  const manual = await newIdentity({ username: 'key', credentialType: 'api_key' });
  expect(await done(owner, 'POST', `/identities/${manual}/rotate`)).toMatchObject({ status: 'pending' });
  expect(await done(owner, 'POST', `/identities/${manual}/rotation/cancel`)).toMatchObject({ status: 'none' });
});

test('sessions', async () => {
  const id = await newIdentity({ username: 'held', allowConcurrentCheckout: true });
  const out = { reason: 'r', durationMinutes: 10 };
  const checkedOut = async () => (await done(owner, 'POST', `/identities/${id}/checkout`, out)).session.id as string;
  const first = await checkedOut();
  expect(await done(owner, 'POST', `/sessions/${first}/extend`, { durationMinutes: 5, reason: 'r' })).toMatchObject({
    id: first,
    status: 'active',
    identityId: id,
  });
  expect(await done(owner, 'POST', `/sessions/${first}/checkin`)).toMatchObject({ id: first, status: 'ended' });
  const second = await checkedOut();
  expect(await done(owner, 'POST', `/sessions/${second}/force-checkin`, { reason: 'r' })).toMatchObject({
    endedBy: 'force',
  });
  const broken = await newIdentity({ username: 'broken' });
  const { session } = await done(owner, 'POST', `/identities/${broken}/break-glass`, { reason: 'r' });
  await done(owner, 'POST', `/sessions/${session.id}/checkin`);
  const reviewer = filling.people.admin;
  expect(await done(reviewer, 'POST', `/sessions/${session.id}/review`, { note: 'seen' })).toMatchObject({
    review: { status: 'closed' },
  });
  const handed = await newIdentity({ username: 'handed' });
  const held = await done(filling.people.user, 'POST', `/identities/${handed}/checkout`, out);
  const to = { userId: fixture.userIds.groupUser, reason: 'r' };
  expect(await done(filling.people.user, 'POST', `/sessions/${held.session.id}/transfer`, to)).toMatchObject({
    userId: fixture.userIds.groupUser,
  });
});

test('hosts, agents and jobs', async () => {
  const host = await done(owner, 'POST', '/hosts', { name: 'web-1', organizationId });
  const path = `/hosts/${host.id}`;
  expect(await done(owner, 'PATCH', path, { name: 'web-2' })).toMatchObject({ name: 'web-2' });
  const { token } = await done(owner, 'POST', `${path}/join-token`);
  const agent = new SignedAgent(filling.application.url);
  expect((await agent.enroll(token)).status).toBe(201);
  expect((await agent.ping()).status).toBeLessThan(300);
  const enrolled = await done(owner, 'POST', `${path}/pam-enroll`, { username: 'app', identityGroupId: vaultId });
  expect(enrolled).toMatchObject({ identity: { state: 'enrolling' }, job: { state: 'queued', hostId: host.id } });
  expect(await done(owner, 'POST', `/jobs/${enrolled.job.id}/cancel`)).toMatchObject({ state: 'cancelled' });
  expect(await done(owner, 'POST', `/jobs/${enrolled.job.id}/retry`)).toMatchObject({ state: 'queued' });
  const again = await done(owner, 'POST', `${path}/join-token`);
  const other = new SignedAgent(filling.application.url);
  await other.enroll(again.token);
  await owner.ok('PUT', `/users/${fixture.userIds.admin}/owner`, { owner: true });
  await done(filling.people.admin, 'POST', `${path}/agents/${other.agentId}/approve`);
  await done(owner, 'POST', `${path}/agents/${agent.agentId}/revoke`);
  const idle = await done(owner, 'POST', '/hosts', { name: 'idle', organizationId });
  await done(owner, 'DELETE', `/hosts/${idle.id}`);
  const on = await newIdentity({ username: 'svc', hostIds: [host.id] });
  expect(await done(owner, 'POST', `/identities/${on}/rotate`)).toMatchObject({
    hosts: [{ hostId: host.id, hostName: 'web-2' }],
  });
  await done(owner, 'POST', `/identities/${on}/rotation/cancel`);
  expect(await done(owner, 'POST', `/identities/${on}/rotation/retry`)).toMatchObject({ status: 'pending' });
  await done(owner, 'POST', `/identities/${on}/rotation/cancel`);
  expect(await done(owner, 'POST', `/identities/${on}/rotation/reconcile`)).toMatchObject({
    hosts: [{ hostId: host.id }],
  });
});

test('requests for access', async () => {
  const roles = [{ roleId: (await owner.ok('POST', '/roles', APPROVER)).id, organizationId }];
  await owner.ok('PUT', `/users/${fixture.userIds.manager}/roles`, { roles });
  const policy = { required: 1, approvers: { users: [fixture.idpUserIds['manager']], groups: [] } };
  const asked = await newIdentity({ username: 'asked' });
  await done(owner, 'PATCH', `/identity-groups/${vaultId}`, { approvalPolicy: policy });
  const ask = async () =>
    done(filling.people.user, 'POST', `/identities/${asked}/access-requests`, { reason: 'r', durationMinutes: 10 });
  const cancelled = await ask();
  expect(cancelled).toMatchObject({ status: 'pending', identityId: asked });
  const at = ({ id }: { id: string }) => `/access-requests/${id}`;
  expect(await done(filling.people.user, 'POST', `${at(cancelled)}/cancel`)).toMatchObject({ status: 'cancelled' });
  const { manager } = filling.people;
  expect(await done(manager, 'POST', `${at(await ask())}/deny`, { reason: 'r' })).toMatchObject({ status: 'denied' });
  const granted = await ask();
  expect(await done(manager, 'POST', `${at(granted)}/approve`)).toMatchObject({ status: 'approved' });
  expect(await done(manager, 'POST', `${at(granted)}/revoke`, { reason: 'r' })).toMatchObject({ status: 'revoked' });
});

test('what goes by lists is refused before anything is written', async () => {
  const { tried } = filling;
  await tried.refused(owner, `/hosts/${'a'.repeat(32)}/exposure/rotate`, { reason: 'r' });
  await tried.refused(owner, '/identities/rotate', { filter: { identityGroupId: vaultId } });
  await tried.refused(owner, '/sessions/force-checkin', { identityGroupId: vaultId, reason: 'r' });
});

test('backups, rebuilds and bundles', async () => {
  await done(owner, 'POST', '/operations/backups');
  await done(owner, 'POST', '/operations/backups/prune', { keep: 1 });
  await done(owner, 'POST', '/operations/projections/vaults/rebuild');
  await done(owner, 'POST', '/evidence/bundles');
});

test('each thing is read as the log has it, also that it has gone', async () => {
  const { there, stale } = await filling.tried.readMeanwhile(owner);
  expect(there.length).toBeGreaterThan(5);
  expect(stale).toEqual([]);
});

test('no other command about work was forgotten', () => {
  expect(filling.tried.untried.filter((command) => ABOUT_WORK.test(command))).toEqual([
    // Of what somebody must have parked, damaged or sent before: they answer nothing, or what the log says.
    'POST /notifications/{id}/read',
    'POST /notification-deliveries/{id}/replay',
    'POST /operations/damage/{id}/settle',
    'POST /operations/policies/{name}/parked/{eventId}/retry',
    'POST /operations/policies/{name}/parked/{eventId}/dismiss',
    'POST /evidence/restart',
  ]);
});

test('what was told is what the read models hold once they are filled', async () => {
  filling.letGoOn();
  const compared = await filling.tried.compared(owner);
  expect(compared.length).toBeGreaterThan(0);
  for (const [now, told] of compared) expect(now).toMatchObject(told);
});
