import type { Client } from '../support/house/client';
import { runningHouse, type RunningHouse } from '../support/house/running-house';
import { ScriptedAgent } from '../support/house/scripted-agent';
import { newWorld, type World } from '../support/house/world';
import { until } from '../support/until';

/** An agent is let in by two persons, at once, twice, and with a server that ends in between. */
let house: RunningHouse;
let world: World;
let owner: Client;
let manager: Client;
beforeAll(async () => {
  house = await runningHouse();
  world = await newWorld(house);
  ({ owner, manager } = world.people);
});
afterAll(() => house.end());

const onANamedHost = async (name: string) => {
  const agent = await ScriptedAgent.onNewHost(house, owner, world.organizationId, name);
  const { id, value } = await world.newIdentity({ name, username: name, hostIds: [agent.hostId] });
  return { id, value, hostId: agent.hostId };
};
const approvalOf = ({ hostId, edge }: ScriptedAgent) => `/hosts/${hostId}/agents/${edge.agentId}/approve`;

test('the same approval many times at once is one fact, and of two agents approved at once one works', async () => {
  const { hostId } = await onANamedHost('at-once');
  const [one, other] = [
    await ScriptedAgent.onHost(house, world.people.hostAdmin, hostId),
    await ScriptedAgent.onHost(house, world.people.hostAdmin, hostId),
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
  const agent = await ScriptedAgent.onNewHost(house, owner, world.organizationId, 'meanwhile');
  const successor = await ScriptedAgent.onHost(house, world.people.hostAdmin, agent.hostId);
  const [approved, made] = await Promise.all([
    owner.post(approvalOf(successor)),
    world.newIdentity({ name: 'meanwhile', username: 'meanwhile', hostIds: [agent.hostId] }),
  ]);
  expect(approved.status).toBe(204);
  await manager.ok('POST', `/identities/${made.id}/rotate`).catch(() => undefined);
  let job = await successor.take();
  while (job.order.identityId !== made.id) job = await successor.take();
  expect(job.secret.value).not.toBe(made.value);
});

test('a server that ends between approval and admission admits after its start, and sends no value from before', async () => {
  const { id, value, hostId } = await onANamedHost('restarted');
  const successor = await ScriptedAgent.onHost(house, world.people.hostAdmin, hostId);
  await owner.ok('POST', approvalOf(successor));
  house = await house.restart();
  successor.edge.url = house.url;
  owner = await house.as('owner@example.com');
  const job = await successor.work();
  expect([job.order.type, job.order.version]).toEqual(['set', 2]);
  expect(job.secret.value).not.toBe(value);
  await until('confirmed', async () => (await owner.ok('GET', `/identities/${id}/rotation`)).status === 'confirmed');
  const { items } = await owner.ok('GET', `/audit?identityId=${id}&type=keyledger.host-agent-admitted.v1`);
  expect(items).toHaveLength(1);
  const leases = await owner.ok('GET', `/audit?identityId=${id}&type=keyledger.job-leased.v1`);
  expect(leases.items).toMatchObject([{ hostId, data: { agentId: successor.edge.agentId, disclosedVersions: [2] } }]);
});
