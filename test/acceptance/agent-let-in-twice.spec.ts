import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { ScriptedAgent } from '../support/application/scripted-agent';
import { newFixture, type Fixture } from '../support/application/fixture';
import { until } from '../support/until';

/** An agent is let in by two persons, at once, twice, and with a server that ends in between. */
let application: RunningApplication;
let fixture: Fixture;
let owner: Client;
let manager: Client;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
  ({ owner, manager } = fixture.people);
});
afterAll(() => application.end());

const onANamedHost = async (name: string) => {
  const agent = await ScriptedAgent.onNewHost(application, owner, fixture.organizationId, name);
  const { id, value } = await fixture.newIdentity({ name, username: name, hostIds: [agent.hostId] });
  return { id, value, hostId: agent.hostId };
};
const approvalOf = ({ hostId, edge }: ScriptedAgent) => `/hosts/${hostId}/agents/${edge.agentId}/approve`;

test('the same approval many times at once is one fact, and of two agents approved at once one works', async () => {
  const { hostId } = await onANamedHost('at-once');
  const [one, other] = [
    await ScriptedAgent.onHost(application, fixture.people.hostAdmin, hostId),
    await ScriptedAgent.onHost(application, fixture.people.hostAdmin, hostId),
  ];
  const answers = await Promise.all([one, one, other, one, other].map((agent) => owner.post(approvalOf(agent))));
  expect(answers.every(({ status }) => status === 204 || status === 409)).toBe(true);
  const { items } = await owner.ok('GET', `/hosts/${hostId}/agents`);
  expect(items.filter(({ status }: { status: string }) => status === 'active')).toHaveLength(1);
  const { items: facts } = await owner.ok('GET', `/audit?hostId=${hostId}&type=keyledger.agent-approved.v1`);
  const agents = facts.map(({ data }: { data: { agentId: string } }) => data.agentId);
  expect(new Set(agents).size).toBe(agents.length);
});

test('approved at the same moment as an identity comes to the host, an agent is sent nothing from before', async () => {
  const agent = await ScriptedAgent.onNewHost(application, owner, fixture.organizationId, 'meanwhile');
  const successor = await ScriptedAgent.onHost(application, fixture.people.hostAdmin, agent.hostId);
  const [approved, made] = await Promise.all([
    owner.post(approvalOf(successor)),
    fixture.newIdentity({ name: 'meanwhile', username: 'meanwhile', hostIds: [agent.hostId] }),
  ]);
  expect(approved.status).toBe(204);
  await manager.ok('POST', `/identities/${made.id}/rotate`).catch(() => undefined);
  let job = await successor.take();
  while (job.order.identityId !== made.id) job = await successor.take();
  expect(job.secret.value).not.toBe(made.value);
});

test('a server that ends between approval and admission admits after its start, and sends no value from before', async () => {
  const { id, value, hostId } = await onANamedHost('restarted');
  const successor = await ScriptedAgent.onHost(application, fixture.people.hostAdmin, hostId);
  await owner.ok('POST', approvalOf(successor));
  application = await application.restart();
  successor.edge.url = application.url;
  owner = await application.as('owner@example.com');
  const job = await successor.work();
  expect([job.order.type, job.order.version]).toEqual(['set', 2]);
  expect(job.secret.value).not.toBe(value);
  await until('confirmed', async () => (await owner.ok('GET', `/identities/${id}/rotation`)).status === 'confirmed');
  const { items } = await owner.ok('GET', `/audit?identityId=${id}&type=keyledger.host-agent-admitted.v1`);
  expect(items).toHaveLength(1);
  const leases = await owner.ok('GET', `/audit?identityId=${id}&type=keyledger.job-leased.v1`);
  expect(leases.items).toMatchObject([{ hostId, data: { agentId: successor.edge.agentId, disclosedVersions: [2] } }]);
});
