import type { Client } from '../support/house/client';
import { runningHouse, type RunningHouse } from '../support/house/running-house';
import { ScriptedAgent } from '../support/house/scripted-agent';
import { TurnedClock } from '../support/house/turned-clock';
import { newWorld, type World } from '../support/house/world';
import { until } from '../support/until';

/** What asks for a new value gets one, whatever is under way already and whatever became of it. */
const DAY = 24 * 60;
const clock = new TurnedClock();
let house: RunningHouse;
let world: World;
let user: Client;
let manager: Client;
let owner: Client;
beforeAll(async () => {
  house = await runningHouse({ clock });
  world = await newWorld(house);
  ({ user, manager, owner } = world.people);
});
afterAll(() => house.end());

const newAgent = (name: string) => ScriptedAgent.onNewHost(house, owner, world.organizationId, name, () => clock.now());
const newIdentity = async (agents: readonly ScriptedAgent[], settings: object) => {
  const made = await world.newIdentity({ hostIds: agents.map(({ hostId }) => hostId), ...settings });
  for (const agent of agents) agent.holds = made.value;
  return made.id;
};
const rotationOf = (id: string) => manager.ok('GET', `/identities/${id}/rotation`);
const settled = (id: string, status: string) =>
  until(`the rotation is ${status}`, async () => (await rotationOf(id)).status === status);

test('a new value that somebody was shown before it was everywhere is replaced by another when he is done', async () => {
  const [first, second] = [await newAgent('first'), await newAgent('second')];
  const id = await newIdentity([first, second], { rotateAfterUse: true });
  await manager.ok('POST', `/identities/${id}/rotate`);
  await first.work();
  await until('the first has it', async () => (await rotationOf(id)).hosts[0].state === 'confirmed');
  const asked = { reason: 'work', durationMinutes: 30, hostId: first.hostId };
  const { session, credential } = await user.ok('POST', `/identities/${id}/checkout`, asked);
  expect(credential).toMatchObject({ value: first.holds, version: 2 });
  await user.ok('POST', `/sessions/${session.id}/checkin`);
  expect(await rotationOf(id)).toMatchObject({ status: 'pending', trigger: 'after_use' });
  await first.work();
  await second.work();
  await settled(id, 'confirmed');
  expect(first.holds).toBe(second.holds);
  expect(first.holds).not.toBe(credential.value);
});

test('a scheduled rotation that somebody called off comes again as long as it is due', async () => {
  const agent = await newAgent('due');
  const id = await newIdentity([agent], { rotationIntervalDays: 1 });
  clock.pass(DAY);
  await house.policies.round();
  await settled(id, 'pending');
  const cancel = () =>
    manager.send('POST', `/identities/${id}/rotation/cancel`, undefined, { 'idempotency-key': `cancel-${id}` });
  for (const { status, body } of [await cancel(), await cancel()]) {
    expect([status, body.status]).toEqual([200, 'failed']);
  }
  expect((await manager.post(`/identities/${id}/rotation/cancel`)).body.code).toBe('CONFLICT');
  expect((await rotationOf(id)).status).toBe('failed');
  clock.pass(30);
  await house.policies.round();
  await agent.work();
  await settled(id, 'confirmed');
});

test('a use that ended under a rotation which then failed is not forgotten, though a person had asked for that one', async () => {
  const agent = await newAgent('away');
  const id = await newIdentity([agent], { rotateAfterUse: true });
  await manager.ok('POST', `/identities/${id}/rotate`);
  const { session } = await user.ok('POST', `/identities/${id}/checkout`, { reason: 'work', durationMinutes: 30 });
  await user.ok('POST', `/sessions/${session.id}/checkin`);
  clock.pass(DAY);
  await house.policies.round();
  await settled(id, 'failed');
  await manager.ok('PATCH', `/identities/${id}`, { name: 'Renamed meanwhile' });
  clock.pass(30);
  await house.policies.round();
  await agent.work();
  await settled(id, 'confirmed');
});
