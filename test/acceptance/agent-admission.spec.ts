import type { Client } from '../support/application/client';
import { HostsAtWork } from '../support/application/hosts-at-work';
import { ScriptedAgent } from '../support/application/scripted-agent';
import { until } from '../support/until';

/** Letting an agent in is a way to values: whoever may do it alone gets none by it. */
let hosts: HostsAtWork;
let owner: Client;
let manager: Client;
let attacker: Client;
beforeAll(async () => {
  hosts = await HostsAtWork.open();
  ({ owner, manager, hostAdmin: attacker } = hosts.fixture.people);
});
afterAll(() => hosts.end());

/** A machine whose account holds version 2, proved; the password of it. */
const atWork = async (settings: object = {}) => {
  const agent = await hosts.newAgent();
  const { id } = await hosts.identityOn([agent], settings);
  await hosts.rotate(id);
  await agent.work();
  await hosts.settled(id, 'confirmed');
  return { id, agent, hostId: agent.hostId, secret: agent.holds };
};
const joinedBy = (person: Client, hostId: string) =>
  ScriptedAgent.onHost(hosts.application, person, hostId, () => hosts.clock.now());
const approve = (person: Client, agent: ScriptedAgent, body: object = {}) =>
  person.post(`/hosts/${agent.hostId}/agents/${agent.edge.agentId}/approve`, body);
const leasesOf = async (id: string) =>
  (await owner.ok('GET', `/audit?identityId=${id}&type=keyledger.job-leased.v1&order=asc`)).items;
const onHost = async (id: string) => (await hosts.rotationOf(id)).hosts[0];

test('hosts.manage_users alone: join token, own program, own approval: nothing is handed out, and each step is told', async () => {
  const { id, hostId, agent, secret } = await atWork();
  const before = await leasesOf(id);
  const program = await joinedBy(attacker, hostId);
  expect((await program.poll()).body).toMatchObject({ status: 403, code: 'AGENT_NOT_APPROVED' });
  expect((await approve(attacker, program)).body).toMatchObject({ status: 403, code: 'PERMISSION_DENIED' });
  expect((await approve(attacker, program, { reason: 'please' })).status).toBe(403);
  await attacker.ok('POST', `/hosts/${hostId}/agents/${agent.edge.agentId}/revoke`);
  expect((await approve(attacker, program)).body.code).toBe('PERMISSION_DENIED');
  // Out of the way: the host does not become a new one by that.
  const again = await joinedBy(attacker, hostId);
  expect((await again.poll()).body.code).toBe('AGENT_NOT_APPROVED');
  expect((await attacker.delete(`/hosts/${hostId}`)).body.code).toBe('HOST_IN_USE');
  expect(await leasesOf(id)).toEqual(before);
  expect((await hosts.reveal(id)).value).toBe(secret);
  const { items } = await owner.ok('GET', `/audit?hostId=${hostId}&outcome=refused`);
  expect(items.map(({ type }: { type: string }) => type)).toContain('keyledger.agent-approve-refused.v1');
});

test('with pam_vaults.manage as well: not what came with the own token, whichever of several; a second person decides', async () => {
  const { hostId } = await atWork();
  const both = await hosts.fixture.owner.ok('POST', '/roles', {
    name: `both ${hostId}`,
    permissions: ['hosts.manage_users', 'pam_vaults.manage'],
  });
  const { organizationId, userIds } = hosts.fixture;
  const roles = [{ roleId: both.id, organizationId }];
  await owner.ok('PUT', `/users/${userIds.steward}/roles`, { roles });
  const steward = hosts.fixture.people.steward;
  const mine = await joinedBy(steward, hostId);
  await joinedBy(attacker, hostId);
  expect((await approve(steward, mine)).body).toMatchObject({ status: 403, code: 'SELF_APPROVAL' });
  // There is somebody else, so an owner does not approve what came with the owner's own token either.
  const ofOwner = await joinedBy(owner, hostId);
  expect((await approve(owner, ofOwner, { reason: 'I know it' })).body.code).toBe('SELF_APPROVAL');
  expect((await approve(steward, ofOwner)).status).toBe(204);
  expect((await ofOwner.poll()).status).not.toBe(403);
  await owner.ok('PUT', `/users/${userIds.steward}/roles`, { roles: [] });
  const alone = await joinedBy(owner, hostId);
  expect((await approve(owner, alone)).body.code).toBe('SELF_APPROVAL');
  expect((await approve(owner, alone, { reason: 'the only one here' })).status).toBe(204);
  const { items } = await owner.ok('GET', `/audit?hostId=${hostId}&type=keyledger.agent-approved.v1`);
  expect(items[0].data).toMatchObject({
    agentId: alone.edge.agentId,
    severity: 'critical',
    ownToken: true,
    reason: 'the only one here',
    approvedBy: userIds.owner,
  });
});

test('an approved agent is sent nothing from before: a fresh value by rotation, and no look until then', async () => {
  const { id, agent, secret } = await atWork();
  const out = await hosts.checkOut(id);
  expect(out.status).toBe(201);
  const successor = await hosts.successorOf(agent);
  await until('it is told', async () => (await onHost(id)).explanation.includes('is not sent it'));
  await owner.post(`/identities/${id}/rotation/retry`);
  await hosts.pass(25 * 60);
  expect((await hosts.fixture.people.user.post(`/sessions/${out.body.session.id}/checkin`)).status).toBe(200);
  const job = await successor.work();
  expect(job.order).toMatchObject({ type: 'set', version: 3 });
  expect(job.secret).toEqual({ value: expect.any(String) });
  expect(job.secret.value).not.toBe(secret);
  await hosts.settled(id, 'confirmed');
  expect((await onHost(id)).explanation).not.toContain('is not sent it');
  const mine = (await leasesOf(id)).filter(
    (fact: { data: { agentId: string } }) => fact.data.agentId === successor.edge.agentId,
  );
  expect(mine).toMatchObject([{ identityId: id, hostId: agent.hostId, data: { version: 3, disclosedVersions: [3] } }]);
});

test('a candidate that was made before it came is replaced by another one, on every host', async () => {
  const [one, two] = [await hosts.newAgent(), await hosts.newAgent()];
  const { id } = await hosts.identityOn([one, two]);
  await hosts.rotate(id);
  const known = await two.work();
  const successor = await hosts.successorOf(one);
  const [a, b] = [await successor.work(), await two.work()];
  expect([a.order.version, b.order.version]).toEqual([3, 3]);
  expect(a.secret.value).not.toBe(known.secret.value);
  await hosts.settled(id, 'confirmed');
});

test('reconcile: by a manager without access it brings a fresh value, by somebody with access the present one', async () => {
  const { id, agent, secret } = await atWork();
  const successor = await hosts.successorOf(agent);
  await until('a rotation', async () => (await hosts.rotationOf(id)).status === 'pending');
  await until('a job', async () => (await attacker.ok('GET', `/jobs?identityId=${id}&state=queued`)).items.length > 0);
  await manager.ok('POST', `/identities/${id}/rotation/cancel`);
  await hosts.settled(id, 'confirmed');
  const { items } = await attacker.ok('GET', `/jobs?identityId=${id}&hostId=${agent.hostId}`);
  const ended = items.find(({ version }: { version: number }) => version === 3);
  expect((await attacker.post(`/jobs/${ended.id}/retry`)).status).toBe(202);
  await manager.ok('POST', `/identities/${id}/rotation/cancel`);
  await hosts.settled(id, 'confirmed');
  await manager.ok('POST', `/identities/${id}/rotation/reconcile`);
  const fresh = await successor.take();
  expect(fresh.order.version).toBeGreaterThan(2);
  expect(fresh.secret.value).not.toBe(secret);
  await successor.start(fresh);
  await successor.report(fresh, 'not_changed', 'PERMISSION_DENIED');
  await hosts.settled(id, 'failed');
  await owner.ok('POST', `/identities/${id}/rotation/reconcile`);
  const asked = await successor.work();
  expect(asked).toMatchObject({ order: { version: 2 }, secret: { value: secret } });
  const queued = (await hosts.factsOf(id)).filter(({ data }) => data['askedBy'] !== undefined);
  expect(queued).toMatchObject([{ type: 'keyledger.job-queued.v1', data: { askedBy: hosts.fixture.userIds.owner } }]);
});

test('the first agent of a host that an identity names already waits too, and gets no value that was typed before', async () => {
  const { organizationId } = hosts.fixture;
  const { id: hostId } = await owner.ok('POST', '/hosts', { name: 'new', organizationId });
  const { id, value } = await hosts.fixture.newIdentity({ hostIds: [hostId], username: 'root' });
  const first = await joinedBy(attacker, hostId);
  expect((await first.poll()).body.code).toBe('AGENT_NOT_APPROVED');
  expect((await approve(owner, first)).status).toBe(204);
  const job = await first.work();
  expect(job.order).toMatchObject({ identityId: id, type: 'set', version: 2 });
  expect(job.secret.value).not.toBe(value);
});
