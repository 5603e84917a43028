import type { Client } from '../support/application/client';
import { approvalsIn, type ApprovalFixture } from '../support/application/approvals';
import { HostsAtWork } from '../support/application/hosts-at-work';
import type { ScriptedAgent } from '../support/application/scripted-agent';

/** Where a vault asks for approval, the word of somebody with a grant alone sends no value to an agent, nor tells of one. */
let hosts: HostsAtWork;
let approvals: ApprovalFixture;
let owner: Client;
let manager: Client;
beforeAll(async () => {
  hosts = await HostsAtWork.open();
  ({ owner, manager } = hosts.fixture.people);
  approvals = await approvalsIn(hosts.application, hosts.fixture);
  const { vaultId, idpUserIds } = hosts.fixture;
  const grant = { principalType: 'user', principalId: idpUserIds['manager'], level: 'view_credentials' };
  await owner.ok('POST', `/identity-groups/${vaultId}/access`, grant);
});
afterAll(() => hosts.end());
beforeEach(() => owner.ok('PATCH', `/identity-groups/${hosts.fixture.vaultId}`, { approvalPolicy: null }));

/** A machine whose account holds version 2, proved, and a later agent of it that was not sent that. */
const succeeded = async () => {
  const agent = await hosts.newAgent();
  const { id } = await hosts.identityOn([agent]);
  await hosts.rotate(id);
  await agent.work();
  await hosts.settled(id, 'confirmed');
  const out = await hosts.checkOut(id);
  const successor = await hosts.successorOf(agent);
  return { id, agent, successor, secret: agent.holds, sessionId: out.body.session.id as string };
};
const freed = async (id: string, sessionId: string) => {
  await hosts.fixture.people.user.ok('POST', `/sessions/${sessionId}/checkin`);
  await hosts.rotationOf(id);
};
const failedOn = async (successor: ScriptedAgent, id: string) => {
  const job = await successor.take();
  await successor.start(job);
  await successor.report(job, 'not_changed', 'PERMISSION_DENIED');
  await hosts.settled(id, 'failed');
};

test.each<[string, () => Client]>([
  ['a manager with a grant', () => manager],
  ['an owner', () => owner],
])('%s: a fresh value, until there is an approved request; then the one from before', async (_, who) => {
  const { id, successor, secret, sessionId } = await succeeded();
  await freed(id, sessionId);
  await failedOn(successor, id);
  await approvals.policy(1, ['kim']);
  await who().ok('POST', `/identities/${id}/rotation/reconcile`);
  const fresh = await successor.take();
  expect(fresh.secret.value).not.toBe(secret);
  await successor.start(fresh);
  await successor.report(fresh, 'not_changed', 'PERMISSION_DENIED');
  await hosts.settled(id, 'failed');
  await approvals.approve(await approvals.ask(who(), id), 'kim');
  await who().ok('POST', `/identities/${id}/rotation/reconcile`);
  expect(await successor.work()).toMatchObject({ order: { version: 2 }, secret: { value: secret } });
});

test('an approval that is gone when the agent asks for its work is none', async () => {
  const { id, successor, secret, sessionId } = await succeeded();
  await freed(id, sessionId);
  await failedOn(successor, id);
  await approvals.policy(1, ['kim']);
  const requestId = await approvals.ask(manager, id);
  await approvals.approve(requestId, 'kim');
  await manager.ok('POST', `/identities/${id}/rotation/reconcile`);
  const { kim } = approvals.approvers;
  await kim.client.ok('POST', `/access-requests/${requestId}/revoke`, { reason: 'mistake' });
  const job = await successor.take();
  expect(job.order.version).toBeGreaterThan(2);
  expect(job.secret.value).not.toBe(secret);
});

test('whether a typed value is the present one is told a few times only, as to anybody who may not see it', async () => {
  const { id, value } = await hosts.fixture.newIdentity();
  const type = async () => (await manager.put(`/identities/${id}/credential`, { credential: value })).body.code;
  for (let n = 0; n < 6; n++) expect(await type()).toBe('PASSWORD_UNCHANGED');
  await approvals.policy(1, ['kim']);
  for (let n = 0; n < 5; n++) expect(await type()).toBe('PASSWORD_UNCHANGED');
  expect(await type()).toBe('TOO_MANY_REQUESTS');
  await approvals.approve(await approvals.ask(manager, id), 'kim');
  expect(await type()).toBe('PASSWORD_UNCHANGED');
});
