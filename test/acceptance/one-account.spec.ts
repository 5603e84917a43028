import type { Client } from '../support/application/client';
import { HostsAtWork } from '../support/application/hosts-at-work';
import { ScriptedAgent } from '../support/application/scripted-agent';
import { newFixture } from '../support/application/fixture';
import { until } from '../support/until';

/** Two identities for one account would rotate each other: what the target calls it counts, not how we spell it. */
let hosts: HostsAtWork;
let owner: Client;
beforeAll(async () => {
  hosts = await HostsAtWork.open();
  ({ owner } = hosts.fixture.people);
});
afterAll(() => hosts.end());

const POSTGRES = { connector: 'postgresql', connectorSettings: {}, username: 'app' };
const identityOn = async (agent: ScriptedAgent, name: string, settings: object = POSTGRES) =>
  (await hosts.identityOn([agent], { name, ...settings })).id;
const rotated = async (id: string, agent: ScriptedAgent, target: ScriptedAgent['calls']) => {
  await owner.ok('POST', `/identities/${id}/rotate`);
  agent.calls = target;
  let job = await agent.work();
  // A look that came first.
  while (job.order.identityId !== id) job = await agent.work();
};
const onHost = async (id: string) => (await hosts.rotationOf(id)).hosts[0];
const stateOf = (id: string, state: string) => until(state, async () => (await onHost(id)).state === state);

test.each([
  ['the older first', false],
  ['the newer first', true],
])(
  'one port implied and written out as the agent knows it: the newer stops, both are told; %s',
  async (n, newerFirst) => {
    const agent = await hosts.newAgent();
    const target = { machine: `m-${n}`, port: 6000, name: 'app' };
    const first = await identityOn(agent, 'first');
    hosts.clock.pass(1);
    const second = await identityOn(agent, 'second', { ...POSTGRES, connectorSettings: { port: 6000 } });
    for (const id of newerFirst ? [second, first] : [first, second]) await rotated(id, agent, target);
    await stateOf(second, 'drifted');
    expect(await onHost(second)).toMatchObject({ code: 'ACCOUNT_ALREADY_MANAGED' });
    expect((await onHost(second)).explanation).toContain('identity first');
    await until('the first is told', async () => (await onHost(first)).explanation.includes('identity second'));
    expect(await onHost(first)).toMatchObject({ state: 'confirmed' });
    await rotated(first, agent, target);
    await stateOf(first, 'confirmed');
    // Nothing happens to the second by itself.
    const { length } = await hosts.factsOf(second);
    await owner.ok('PATCH', `/identities/${second}`, { rotationIntervalDays: 1 });
    await hosts.pass(3 * 24 * 60);
    const facts = (await hosts.factsOf(second)).slice(length + 1);
    expect(facts.filter(({ type }) => type.includes('rotation') || type.includes('job'))).toEqual([]);
    // Gone from one of the two, the other goes on.
    await owner.ok('PATCH', `/identities/${first}`, { hostIds: [] });
    await rotated(second, agent, target);
    await stateOf(second, 'confirmed');
  },
);

test('one machine as two hosts: the agent that came after it was known stops, a word stops nobody who was there', async () => {
  const [here, there] = [await hosts.newAgent(), await hosts.newAgent()];
  const target = { machine: 'one-machine', name: 'admin' };
  const known = await identityOn(here, 'known', { username: 'admin' });
  const liar = await identityOn(there, 'liar', { username: 'admin' });
  await rotated(known, here, target);
  await rotated(liar, there, target);
  await stateOf(liar, 'confirmed');
  expect((await onHost(liar)).explanation).toContain('identity known');
  expect(await onHost(known)).toMatchObject({ state: 'confirmed' });
  hosts.clock.pass(1);
  const later = await hosts.newAgent();
  const newcomer = await identityOn(later, 'newcomer', { username: 'other' });
  await rotated(newcomer, later, { machine: 'one-machine', name: 'other' });
  await stateOf(newcomer, 'drifted');
  expect((await onHost(newcomer)).explanation).toContain('the machine is the same as that of host');
  await rotated(known, here, target);
  await stateOf(known, 'confirmed');
});

test('who stands still is not proved there, and neither the schedule, a look nor use of it sets anything off', async () => {
  const agent = await hosts.newAgent();
  const target = { machine: 'm-still', name: 'admin' };
  const first = await identityOn(agent, 'there first', { username: 'admin' });
  hosts.clock.pass(1);
  const second = await identityOn(agent, 'came later', { username: 'Admin', rotateAfterUse: true });
  await rotated(first, agent, target);
  await rotated(second, agent, target);
  await stateOf(second, 'drifted');
  expect(await onHost(second)).toMatchObject({ proved: false, known: 'refused' });
  expect((await hosts.rotationOf(second)).waitsFor).toBe('person');
  const { length } = await hosts.factsOf(second);
  const out = await hosts.checkOut(second);
  await hosts.fixture.people.user.ok('POST', `/sessions/${out.body.session.id}/checkin`);
  hosts.clock.pass(3 * 24 * 60);
  await agent.poll();
  await hosts.application.policies.round();
  const types = (await hosts.factsOf(second)).slice(length).map(({ type }) => type);
  expect(types.filter((type) => /rotation-requested|job-/.test(type))).toEqual([]);
  expect((await onHost(first)).explanation).toContain('identity came later');
  // Taken off the host, the one that stays is said to have it alone, once its agent was there again.
  await owner.ok('PATCH', `/identities/${second}`, { hostIds: [] });
  await rotated(first, agent, target);
  await stateOf(first, 'confirmed');
  expect((await onHost(first)).explanation).not.toContain('came later');
});

test('of another organization no more is told than that it is there, and nobody stops', async () => {
  const fixture = await newFixture(hosts.application);
  const target = { machine: 'far-away', name: 'admin' };
  const there = await ScriptedAgent.onNewHost(hosts.application, owner, fixture.organizationId, 'secret-name', () =>
    hosts.clock.now(),
  );
  const { id: other } = await fixture.newIdentity({ name: 'hidden', hostIds: [there.hostId] });
  await rotated(other, there, target);
  hosts.clock.pass(1);
  const here = await hosts.newAgent();
  const id = await identityOn(here, 'mine', { username: 'admin' });
  await rotated(id, here, target);
  await stateOf(id, 'confirmed');
  const { explanation } = await onHost(id);
  expect(explanation).toContain('in another organization');
  expect(JSON.stringify([await hosts.factsOf(id), explanation])).not.toMatch(/hidden|secret-name/);
});

test.each([
  ['a control character', { machine: 'a\nb', name: 'x' }],
  ['a long name', { machine: 'm', name: 'x'.repeat(301) }],
  ['no name', { machine: 'm' }],
  ['a port that is none', { machine: 'm', name: 'x', port: 0 }],
  ['something else', { machine: 'm', name: 'x', organizationId: 'o' }],
])('what an agent says of the account is bounded: %s', async (_, target) => {
  const agent = await hosts.newAgent();
  const id = await identityOn(agent, 'bounded');
  await hosts.rotate(id);
  const job = await agent.take();
  await agent.start(job);
  const answer = await agent.report(job, 'confirmed', undefined, { target: target as never });
  expect([answer.status, answer.body.code]).toEqual([400, 'VALIDATION_FAILED']);
});
