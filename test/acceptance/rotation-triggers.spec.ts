import type { Client } from '../support/application/client';
import { HostsAtWork } from '../support/application/hosts-at-work';
import { until } from '../support/until';

/** What asks for a new value gets one, whatever is under way already and whatever became of it. */
const DAY = 24 * 60;
let hosts: HostsAtWork;
let user: Client;
let manager: Client;
beforeAll(async () => {
  hosts = await HostsAtWork.open();
  ({ user, manager } = hosts.fixture.people);
});
afterAll(() => hosts.end());

test('a new value that somebody was shown before it was everywhere is replaced by another when they are done', async () => {
  const [first, second] = [await hosts.newAgent(), await hosts.newAgent()];
  const { id } = await hosts.identityOn([first, second], { rotateAfterUse: true });
  await hosts.rotate(id);
  await first.work();
  await until('the first has it', async () => (await hosts.rotationOf(id)).hosts[0].state === 'confirmed');
  const asked = { reason: 'work', durationMinutes: 30, hostId: first.hostId };
  const { session, credential } = await user.ok('POST', `/identities/${id}/checkout`, asked);
  expect(credential).toMatchObject({ value: first.holds, version: 2 });
  await user.ok('POST', `/sessions/${session.id}/checkin`);
  expect(await hosts.rotationOf(id)).toMatchObject({ status: 'pending', trigger: 'after_use' });
  await first.work();
  await second.work();
  await hosts.settled(id, 'confirmed');
  expect(first.holds).toBe(second.holds);
  expect(first.holds).not.toBe(credential.value);
});

test('a scheduled rotation that somebody called off comes again as long as it is due', async () => {
  const agent = await hosts.newAgent();
  const { id } = await hosts.identityOn([agent], { rotationIntervalDays: 1 });
  await hosts.pass(DAY);
  await hosts.settled(id, 'pending');
  const cancel = () =>
    manager.send('POST', `/identities/${id}/rotation/cancel`, undefined, { 'idempotency-key': `cancel-${id}` });
  for (const { status, body } of [await cancel(), await cancel()]) {
    expect([status, body.status]).toEqual([200, 'none']);
  }
  expect((await manager.post(`/identities/${id}/rotation/cancel`)).body.code).toBe('CONFLICT');
  expect((await hosts.rotationOf(id)).status).toBe('none');
  await hosts.pass(30);
  await agent.work();
  await hosts.settled(id, 'confirmed');
});

test('a use that ended under a rotation which then failed is not forgotten, though a person had asked for that one', async () => {
  const agent = await hosts.newAgent();
  const { id } = await hosts.identityOn([agent], { rotateAfterUse: true });
  await hosts.rotate(id);
  const { session } = await user.ok('POST', `/identities/${id}/checkout`, { reason: 'work', durationMinutes: 30 });
  await user.ok('POST', `/sessions/${session.id}/checkin`);
  await hosts.pass(DAY);
  await hosts.settled(id, 'failed');
  await manager.ok('PATCH', `/identities/${id}`, { name: 'Renamed meanwhile' });
  await hosts.pass(30);
  await agent.work();
  await hosts.settled(id, 'confirmed');
});
