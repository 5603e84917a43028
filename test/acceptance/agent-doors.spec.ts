import { generateKeyPairSync } from 'node:crypto';
import type { Client } from '../support/application/client';
import { HostsAtWork } from '../support/application/hosts-at-work';
import { ScriptedAgent } from '../support/application/scripted-agent';
import { until } from '../support/until';

/** Ways round the two persons who let an agent in: time, deletion, grants that end, and what others do meanwhile. */
let hosts: HostsAtWork;
let owner: Client;
let manager: Client;
let hostAdmin: Client;
let steward: Client;
beforeAll(async () => {
  hosts = await HostsAtWork.open();
  ({ owner, manager, hostAdmin, steward } = hosts.fixture.people);
  const { organizationId, userIds } = hosts.fixture;
  const give = async (userId: string, name: string, permissions: readonly string[]) => {
    const { id: roleId } = await owner.ok('POST', '/roles', { name, permissions });
    await owner.ok('PUT', `/users/${userId}/roles`, { roles: [{ roleId, organizationId }] });
  };
  await give(userIds.steward, 'vaults and hosts', ['pam_vaults.view', 'pam_vaults.manage', 'hosts.manage_users']);
  await give(userIds.stranger, 'second host admin', ['hosts.manage_users']);
});
afterAll(() => hosts.end());

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
const leasedTo = async (id: string, agent: ScriptedAgent) =>
  (await owner.ok('GET', `/audit?identityId=${id}&type=keyledger.job-leased.v1&order=asc`)).items.filter(
    ({ data }: { data: { agentId: string } }) => data.agentId === agent.edge.agentId,
  );
const grantTo = async (kind: 'steward', minutes: number) =>
  owner.ok('POST', `/identity-groups/${hosts.fixture.vaultId}/access`, {
    principalType: 'user',
    principalId: hosts.fixture.idpUserIds[kind],
    level: 'view_credentials',
    expiresAt: hosts.clock.in(minutes),
  });

/** A day later, the agent being there. */
const dueToLook = async (agent: ScriptedAgent) => {
  hosts.clock.pass(24 * 60 + 31);
  await agent.poll();
  await hosts.application.policies.round();
};

/** While it is deleted, nobody but hosts.manage_users is asked for the host's next agent. */
const letInMeanwhile = async (by: 'two host admins' | 'a vault manager') => {
  const { id, agent, hostId, secret } = await atWork();
  await owner.ok('DELETE', `/identities/${id}`);
  await until('the host is named by nobody', async () => {
    const { items } = await owner.ok('GET', `/identities?hostId=${hostId}`);
    return items.length === 0;
  });
  const program = await joinedBy(hostAdmin, hostId);
  expect((await program.poll()).body.code).toBe('AGENT_NOT_APPROVED');
  expect((await approve(by === 'two host admins' ? hosts.fixture.people.stranger : steward, program)).status).toBe(204);
  return { id, agent, hostId, secret, program };
};

test.each([
  ['two host admins', 'manager'],
  ['two host admins', 'owner'],
  ['a vault manager', 'manager'],
  ['a vault manager', 'owner'],
] as const)(
  'an agent let in by %s while the identity was deleted, undeleted by its %s, is sent nothing from before',
  async (by, who) => {
    const { id, secret, program } = await letInMeanwhile(by);
    await hosts.fixture.people[who].ok('POST', `/identities/${id}/undelete`);
    if (by === 'two host admins' && who === 'manager') {
      await dueToLook(program);
      expect((await program.poll()).status).toBe(204);
    } else {
      const job = await program.work();
      expect(job.order.type).toBe('set');
      expect(job.secret.value).not.toBe(secret);
      await hosts.settled(id, 'confirmed');
    }
    const sent = await leasedTo(id, program);
    const versions = sent.flatMap(({ data }: { data: { disclosedVersions: number[] } }) => data.disclosedVersions);
    expect(versions.filter((version: number) => version <= 2)).toEqual([]);
  },
);

test('an identity that comes to the host while an agent waits: nobody without pam_vaults.manage, and no value from before', async () => {
  const first = await hosts.newAgent();
  const waiting = await joinedBy(hostAdmin, first.hostId);
  const { id, value } = await hosts.fixture.newIdentity({ hostIds: [first.hostId] });
  const answer = await approve(hosts.fixture.people.stranger, waiting);
  expect(answer.body).toMatchObject({ status: 403, code: 'PERMISSION_DENIED', permission: 'pam_vaults.manage' });
  expect((await approve(steward, waiting)).status).toBe(204);
  const job = await waiting.work();
  expect([job.order.identityId, job.order.type, job.secret.value === value]).toEqual([id, 'set', false]);
});

test('the grant of who asked for a reconcile ends before the agent comes: a fresh value in place of the one asked for', async () => {
  const { id, agent, secret } = await atWork();
  const successor = await hosts.successorOf(agent);
  await until('a job', async () => (await hostAdmin.ok('GET', `/jobs?identityId=${id}&state=queued`)).items.length > 0);
  await owner.ok('POST', `/identities/${id}/rotation/cancel`);
  await hosts.settled(id, 'confirmed');
  await grantTo('steward', 10);
  await steward.ok('POST', `/identities/${id}/rotation/reconcile`);
  await hosts.pass(11);
  const job = await successor.work();
  expect(job.order.type).toBe('set');
  expect(job.secret.value).not.toBe(secret);
  await hosts.settled(id, 'confirmed');
});

test('the same of a look that was asked for: it is called off, not left for a day', async () => {
  const { id, agent } = await atWork();
  await dueToLook(agent);
  const look = await agent.take();
  expect(look.order.type).toBe('verify');
  await agent.start(look);
  await agent.report(look, 'unverified', 'LOGIN_INCONCLUSIVE');
  const out = await hosts.checkOut(id);
  const successor = await hosts.successorOf(agent);
  await grantTo('steward', 10);
  expect((await steward.post(`/jobs/${look.order.jobId}/retry`)).status).toBe(202);
  await hosts.pass(11);
  expect((await successor.poll()).status).toBe(204);
  const { items } = await hostAdmin.ok('GET', `/jobs?identityId=${id}&state=queued`);
  expect(items).toEqual([]);
  await hosts.fixture.people.user.ok('POST', `/sessions/${out.body.session.id}/checkin`);
});

test.each([
  ['reconcile', 'manager'],
  ['reconcile', 'owner'],
] as const)('a value typed without access, %s by its %s: the host gets a fresh one', async (step, who) => {
  const { id, agent } = await atWork();
  const typed = 'typed-by-somebody-without-access-1';
  await manager.ok('PUT', `/identities/${id}/credential`, { credential: typed });
  await hosts.fixture.people[who].ok('POST', `/identities/${id}/rotation/${step}`);
  let job = await agent.work();
  while (job.order.type !== 'set') job = await agent.work();
  expect(job.secret.value).not.toBe(typed);
});

test('an owner asks that the present value be sent: proved, it is not said to be withheld any more', async () => {
  const { id, agent, secret } = await atWork();
  const successor = await hosts.successorOf(agent);
  await until('a job', async () => (await hostAdmin.ok('GET', `/jobs?identityId=${id}&state=queued`)).items.length > 0);
  await owner.ok('POST', `/identities/${id}/rotation/cancel`);
  await hosts.settled(id, 'confirmed');
  expect((await hosts.rotationOf(id)).hosts[0].explanation).toContain('is not sent it');
  await owner.ok('POST', `/identities/${id}/rotation/reconcile`);
  expect((await successor.work()).secret.value).toBe(secret);
  await until('proved', async () => (await hosts.rotationOf(id)).hosts[0].proved === true);
  expect((await hosts.rotationOf(id)).hosts[0].explanation).not.toContain('is not sent it');
  await dueToLook(successor);
  expect((await successor.work()).order).toMatchObject({ type: 'verify', version: 2 });
});

test('what an agent says of an old key that it could not take away is the reason that is shown', async () => {
  const credential = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
  const agent = await hosts.newAgent();
  const { id } = await hosts.identityOn([agent], { credentialType: 'ssh_key', credential, username: 'deploy' });
  await hosts.rotate(id);
  const job = await agent.take();
  await agent.start(job);
  await agent.report(job, 'confirmed', undefined, {
    warnings: ['OLD_KEY_NOT_REMOVED'],
    detail: 'the old key still logs in, by way of /etc/ssh/keys/deploy',
  });
  await until('told', async () => (await hosts.rotationOf(id)).hosts[0].state === 'unverified');
  const [told] = (await hosts.rotationOf(id)).hosts;
  expect(told).toMatchObject({ state: 'unverified', code: 'OLD_MAY_WORK', proved: false });
  expect(told.explanation).toContain('the old key still logs in, by way of /etc/ssh/keys/deploy');
});

test('pointed elsewhere by one and put on a host by another at the same moment: never both, by nobody who may only one', async () => {
  const agent = await hosts.newAgent();
  for (let n = 0; n < 5; n++) {
    const { id } = await hosts.fixture.newIdentity({ name: `both ${n}`, username: `both-${n}` });
    const [renamed, added] = await Promise.all([
      manager.patch(`/identities/${id}`, { username: `root-${n}` }),
      owner.patch(`/identities/${id}`, { hostIds: [agent.hostId] }),
    ]);
    const { username, hostIds } = await hosts.identityOf(id);
    // One after the other is allowed where each was judged on what the other had left.
    const isBoth = username === `root-${n}` && hostIds.length === 1;
    const { items } = await owner.ok('GET', `/audit?identityId=${id}&type=keyledger.identity-changed.v1&order=asc`);
    const first = items[0]?.actor.email;
    expect([renamed.status, added.status].filter((status) => status === 200).length).toBe(items.length);
    if (isBoth) expect(first).toBe(manager.email);
  }
});

test('an agent that says for ever that its target refuses the value: a few candidates, then a person has to look', async () => {
  const { id, agent } = await atWork();
  await hosts.rotate(id);
  for (let n = 0; n < 4; n++) {
    const job = await agent.take();
    await agent.start(job);
    expect((await agent.report(job, 'not_changed', 'POLICY_REJECTED')).status).toBe(200);
    expect((await agent.report(job, 'not_changed', 'POLICY_REJECTED')).status).toBeLessThan(500);
  }
  await hosts.settled(id, 'failed');
  expect((await agent.poll()).status).toBe(204);
  const { items } = await owner.ok('GET', `/audit?identityId=${id}&type=keyledger.rotation-candidate-refused.v1`);
  expect(items.length).toBeLessThanOrEqual(4);
});
