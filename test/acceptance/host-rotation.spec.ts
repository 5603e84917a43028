import { client, type Client } from '../support/application/client';
import { judgedAgain } from '../support/application/evidence-of';
import { HostsAtWork } from '../support/application/hosts-at-work';
import type { ScriptedAgent } from '../support/application/scripted-agent';
import { until } from '../support/until';

/** § Password rotation on real hosts, seen from the server: an agent speaks `wire/` to it and does as it is told. */
const DAY = 24 * 60;
let hosts: HostsAtWork;
let user: Client;
let manager: Client;
let owner: Client;
let hostAdmin: Client;
beforeAll(async () => {
  hosts = await HostsAtWork.open();
  ({ user, manager, owner, hostAdmin } = hosts.fixture.people);
});
afterAll(() => hosts.end());

const jobsOf = async (id: string) => (await hostAdmin.ok('GET', `/jobs?identityId=${id}`)).items;

test('rotate: candidate, job, lease, fresh login, confirmed; the vault serves what the host holds', async () => {
  const agent = await hosts.newAgent();
  const { id, value } = await hosts.identityOn([agent]);
  await hosts.rotate(id);
  const job = await agent.take();
  expect(job.order).toMatchObject({ type: 'set', version: 2, attempt: 1, target: { connector: 'linux-password' } });
  expect((await hosts.reveal(id)).value).toBe(value);
  expect((await agent.start(job)).body.leaseUntil).toBe(hosts.clock.in(1));
  const busy = await hosts.checkOut(id);
  expect([busy.status, busy.body.code, Number(busy.headers.get('retry-after')) > 0]).toEqual([
    409,
    'ROTATION_IN_PROGRESS',
    true,
  ]);
  expect((await agent.extend(job)).status).toBe(200);
  agent.holds = job.secret.value;
  expect((await agent.report(job, 'confirmed')).status).toBe(200);
  await hosts.settled(id, 'confirmed');
  expect(await hosts.reveal(id)).toEqual({
    type: 'password',
    proven: 'on-hosts',
    username: expect.any(String),
    value: agent.holds,
    version: 2,
  });
  expect(await hosts.identityOf(id)).toMatchObject({
    credentialVersion: 2,
    rotation: { status: 'confirmed', vaultOnly: false },
  });
  const names = (await hosts.factsOf(id)).map(({ type }) => type.replace(/^keyledger\.|\.v1$/g, ''));
  expect(names.slice(1)).toEqual([
    'rotation-requested',
    'rotation-staged',
    'job-queued',
    'job-leased',
    'job-started',
    'job-lease-extended',
    'job-result-recorded',
    'rotation-confirmed',
  ]);
  expect((await agent.report(job, 'confirmed')).status).toBe(200);
  expect(await hosts.factsOf(id)).toHaveLength(names.length);
  const { text } = await owner.get('//metrics');
  expect(text).toMatch(/^keyledger_rotations_total\{outcome="confirmed"\} 1$/m);
  expect(text).toMatch(/^keyledger_rotation_duration_seconds_count 1$/m);
});

test('a poll waits, and wakes when there is a job; a newer poll of the same agent ends the older one', async () => {
  const agent = await hosts.newAgent();
  const { id } = await hosts.identityOn([agent]);
  const [older, newer] = [agent.poll(30), agent.poll(30)];
  // Ended by the newer one, or told that it was overtaken on the way.
  expect([204, 409]).toContain((await older).status);
  await hosts.rotate(id);
  const job = await agent.opened(await newer);
  expect(job?.order.identityId).toBe(id);
});

test('offline: it waits and says for whom, since when and what to do; a checkout holds the job back', async () => {
  const agent = await hosts.newAgent();
  const { id, value } = await hosts.identityOn([agent]);
  await agent.poll();
  const seen = hosts.clock.in(0).slice(11, 16);
  hosts.clock.pass(5);
  await hosts.rotate(id);
  await until('the job', async () => (await jobsOf(id)).length === 1);
  const { explanation, hosts: on } = await hosts.rotationOf(id);
  expect(explanation).toMatch(/^Waiting for host web-\d+\. The present value stays in use\.$/);
  expect(on[0].explanation).toContain(`offline since ${seen} UTC; the old password still works there if it did before`);
  const out = await hosts.checkOut(id);
  expect(out.body.credential).toMatchObject({ value, version: 1 });
  expect((await agent.poll()).status).toBe(204);
  expect((await hosts.rotationOf(id)).hosts[0].explanation).toContain('until the open checkout ends');
  const polled = agent.poll(30);
  await user.ok('POST', `/sessions/${out.body.session.id}/checkin`);
  expect((await agent.opened(await polled))?.order.identityId).toBe(id);
});

test('never came back: expired after a day, the old value stays, the scheduler tries anew', async () => {
  const agent = await hosts.newAgent();
  const { id, value } = await hosts.identityOn([agent], { rotateAfterUse: true });
  const out = await hosts.checkOut(id);
  await user.ok('POST', `/sessions/${out.body.session.id}/checkin`);
  await until('the job', async () => (await jobsOf(id)).length === 1);
  await hosts.pass(DAY);
  await hosts.settled(id, 'failed');
  expect((await hosts.identityOf(id)).rotation.detail).toEqual({
    confirmed: [],
    notChanged: [],
    unverified: [],
    expired: [agent.hostId],
  });
  expect((await hosts.reveal(id)).value).toBe(value);
  await hosts.pass(30);
  await agent.work();
  await hosts.settled(id, 'confirmed');
  expect((await hosts.reveal(id)).value).toBe(agent.holds);
});

test('three of four: each host gets its own version, only the fourth is retried, with the same value', async () => {
  const agents = await Promise.all(Array.from({ length: 4 }, () => hosts.newAgent()));
  const { id, value } = await hosts.identityOn(agents);
  await hosts.rotate(id);
  const fourth = agents[3] as ScriptedAgent;
  for (const agent of agents.slice(0, 3)) await agent.work();
  const job = await fourth.take();
  await fourth.start(job);
  await fourth.report(job, 'not_changed', 'PERMISSION_DENIED');
  await hosts.settled(id, 'failed');
  expect((await hosts.rotationOf(id)).explanation).toContain('kept the old one');
  const shown = await hosts.reveal(id);
  expect([shown.version, shown.elsewhere.length, shown.alternatives.length]).toEqual([1, 3, 1]);
  const { credential } = (await hosts.checkOut(id, { hostId: fourth.hostId })).body;
  expect(credential).toMatchObject({ value, version: 1 });
  hosts.clock.pass(30);
  await manager.ok('POST', `/identities/${id}/rotation/retry`);
  const again = await fourth.work();
  expect(again.secret.value).toBe(agents[0]?.holds);
  await hosts.settled(id, 'confirmed');
  expect(new Set(agents.map(({ holds }) => holds))).toEqual(new Set([(await hosts.reveal(id)).value]));
});

test("refused by the target's rules: another value, then confirmed", async () => {
  const agent = await hosts.newAgent();
  const { id } = await hosts.identityOn([agent]);
  await hosts.rotate(id);
  const first = await agent.take();
  await agent.start(first);
  await agent.report(first, 'not_changed', 'POLICY_REJECTED');
  const second = await agent.work();
  expect([second.order.version, second.secret.value === first.secret.value]).toEqual([3, false]);
  await hosts.settled(id, 'confirmed');
});

test('unreachable: the same value later; the answer that was lost is no harm', async () => {
  const agent = await hosts.newAgent();
  const { id } = await hosts.identityOn([agent]);
  await hosts.rotate(id);
  const first = await agent.take();
  const again = await agent.take();
  expect(again.order).toMatchObject({ jobId: first.order.jobId, attempt: 2 });
  expect((await agent.start(first)).body).toMatchObject({ status: 409, code: 'LEASE_LOST' });
  await agent.start(again);
  await agent.report(again, 'unverified', 'TARGET_UNREACHABLE');
  expect((await agent.poll()).status).toBe(204);
  const { explanation, hosts: on } = await hosts.rotationOf(id);
  expect(on[0].explanation).toMatch(/did not answer; next try at [^;]* UTC.*either password may be in force there$/);
  expect(`${explanation} ${on[0].explanation}`).not.toContain('still works');
  expect(explanation).toMatch(/but on host web-\d+, where the new one may be in force\.$/);
  expect((await hosts.checkOut(id)).body.credential.alternatives).toHaveLength(1);
  hosts.clock.pass(31);
  const job = await agent.work();
  expect([job.order.version, job.secret.value]).toEqual([2, first.secret.value]);
  await hosts.settled(id, 'confirmed');
});

test('a job is called off and done once more; a stranger sees none of it', async () => {
  const agent = await hosts.newAgent();
  const { id } = await hosts.identityOn([agent]);
  await hosts.rotate(id);
  const job = await agent.take();
  const path = `/jobs/${job.order.jobId}`;
  expect((await hosts.fixture.people.stranger.get(path)).status).toBe(404);
  expect((await manager.post(`${path}/cancel`)).body.code).toBe('PERMISSION_DENIED');
  expect((await hostAdmin.post(`${path}/cancel`)).body).toMatchObject({ state: 'cancelled', code: 'BY_PERSON' });
  expect((await agent.start(job)).body.code).toBe('LEASE_LOST');
  // What a person called off is no failure: it stands as it stood before.
  expect((await hosts.identityOf(id)).rotation.status).toBe('none');
  const retried = await hostAdmin.post(`${path}/retry`);
  expect([retried.status, retried.body.state, retried.body.version]).toEqual([202, 'queued', 2]);
  expect((await hostAdmin.post(`${path}/retry`)).status).toBe(409);
  await agent.work();
  await hosts.settled(id, 'confirmed');
});

test('drifted: found the next day, told with what to do, reconciled', async () => {
  const agent = await hosts.newAgent();
  const { id } = await hosts.identityOn([agent]);
  await hosts.rotate(id);
  await agent.work();
  await hosts.settled(id, 'confirmed');
  const set = agent.holds;
  agent.holds = 'changed by somebody';
  hosts.clock.pass(DAY);
  await agent.poll();
  await hosts.application.policies.round();
  expect((await agent.work()).order.type).toBe('verify');
  await until('drifted', async () => (await hosts.rotationOf(id)).hosts[0].state === 'drifted');
  expect((await hosts.rotationOf(id)).hosts[0].explanation).toContain('Reconcile sets it again');
  expect(await hosts.reveal(id)).toMatchObject({ value: set, unverified: true });
  await manager.ok('POST', `/identities/${id}/rotation/reconcile`);
  await agent.work();
  await until('proved', async () => (await hosts.rotationOf(id)).hosts[0].state === 'confirmed');
  expect([agent.holds, (await hosts.reveal(id)).value]).toEqual([set, set]);
});

test('an agent that is revoked in the middle: unverified, both values are shown; its successor settles it', async () => {
  const agent = await hosts.newAgent();
  const { id, value } = await hosts.identityOn([agent]);
  await hosts.rotate(id);
  const job = await agent.take();
  await agent.start(job);
  await owner.ok('POST', `/hosts/${agent.hostId}/agents/${agent.edge.agentId}/revoke`);
  await hosts.settled(id, 'failed');
  expect(await hosts.reveal(id)).toMatchObject({
    value: job.secret.value,
    version: 2,
    unverified: true,
    alternatives: [{ version: 1, value }],
  });
  agent.holds = job.secret.value;
  const successor = await hosts.successorOf(agent);
  expect((await successor.work()).order).toMatchObject({ type: 'set', version: 3 });
  await hosts.settled(id, 'confirmed');
  expect(await hosts.reveal(id)).toMatchObject({ value: successor.holds, version: 3 });
});

test('no order, lease or fact tells a value, and nobody but the agent opens one', async () => {
  const agent = await hosts.newAgent();
  const { id } = await hosts.identityOn([agent]);
  await hosts.rotate(id);
  const { body, text } = await agent.poll(5);
  const job = await agent.opened({ status: 200, body, text, headers: new Headers() });
  const everything = [
    text,
    JSON.stringify(await hosts.factsOf(id)),
    JSON.stringify(await jobsOf(id)),
    ...hosts.application.logged,
  ].join();
  expect(everything).not.toContain(job?.secret.value);
  expect((await client(hosts.application.url, 'x', 'none').send('POST', '//agent/v1/jobs/lease', {})).status).toBe(401);
});

test('whoever judges all of it again finds that every value went where it might', async () => {
  const { disclosures, found } = await judgedAgain(hosts.application, await hosts.application.as(owner.email));
  expect(found).toEqual([]);
  const leased = (await owner.ok('GET', '/audit?type=keyledger.job-leased.v1&limit=200')).items;
  expect(disclosures).toBeGreaterThan(leased.length);
});
