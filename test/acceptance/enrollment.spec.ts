import type { Client } from '../support/application/client';
import { HostsAtWork } from '../support/application/hosts-at-work';
import { until } from '../support/until';

/** § One-click PAM enrollment. */
let hosts: HostsAtWork;
let manager: Client;
let owner: Client;
let hostAdmin: Client;
beforeAll(async () => {
  hosts = await HostsAtWork.open();
  ({ manager, owner, hostAdmin } = hosts.fixture.people);
});
afterAll(() => hosts.end());

test('one-click enrollment: offline refused, else enrolling, shown only once the host has proved it', async () => {
  const agent = await hosts.newAgent();
  const enroll = (username: string) =>
    hostAdmin.post(`/hosts/${agent.hostId}/pam-enroll`, { username, identityGroupId: hosts.fixture.vaultId });
  hosts.clock.pass(2);
  expect((await enroll('deploy')).body).toMatchObject({ status: 409, code: 'HOST_OFFLINE' });
  await agent.poll();
  const made = await enroll('deploy');
  expect([made.status, made.body.identity.state, made.body.job.state]).toEqual([202, 'enrolling', 'queued']);
  const { id } = made.body.identity;
  expect((await owner.post(`/identities/${id}/reveal`)).body.code).toBe('NOT_CONFIRMED');
  expect((await hosts.checkOut(id)).body.code).toBe('NOT_CONFIRMED');
  expect((await enroll('deploy')).body.code).toBe('ACCOUNT_ALREADY_MANAGED');
  await agent.work();
  await until('active', async () => (await hosts.identityOf(id)).state === 'active');
  expect(await hosts.reveal(id)).toMatchObject({ value: agent.holds, version: 1 });
  expect((await hosts.reveal(id)).unverified).toBeUndefined();
});

test('an enrollment whose host fell silent can be retried with the same value, which the host may hold', async () => {
  const agent = await hosts.newAgent();
  await agent.poll();
  const body = { username: 'silent', identityGroupId: hosts.fixture.vaultId };
  const { identity } = await hostAdmin.ok('POST', `/hosts/${agent.hostId}/pam-enroll`, body);
  const job = await agent.take();
  await agent.start(job);
  agent.holds = job.secret.value;
  await hosts.pass(11);
  await hosts.settled(identity.id, 'failed');
  expect((await hosts.identityOf(identity.id)).state).toBe('enrolling');
  await manager.ok('POST', `/identities/${identity.id}/rotation/retry`);
  expect((await agent.work()).secret.value).toBe(agent.holds);
  await until('active', async () => (await hosts.identityOf(identity.id)).state === 'active');
});
