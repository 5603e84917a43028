import type { JobOutcome } from '../../wire/agent-messages';
import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { ScriptedAgent, type Handed } from '../support/application/scripted-agent';
import { newFixture, type Fixture } from '../support/application/fixture';
import { until } from '../support/until';

/** What an agent that was let in may try with work that is not its own, or is not as it says. */
let application: RunningApplication;
let fixture: Fixture;
let owner: Client;
let agent: ScriptedAgent;
let stranger: ScriptedAgent;
let job: Handed;
let id: string;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
  ({ owner } = fixture.people);
  agent = await ScriptedAgent.onNewHost(application, owner, fixture.organizationId, 'web-1');
  stranger = await ScriptedAgent.onNewHost(application, owner, fixture.organizationId, 'web-2');
  ({ id } = await fixture.newIdentity({ hostIds: [agent.hostId] }));
  await owner.ok('POST', `/identities/${id}/rotate`);
  job = await agent.take();
});
afterAll(() => application.end());

const rotationOf = () => owner.ok('GET', `/identities/${id}/rotation`);
const result = (of: ScriptedAgent, outcome: JobOutcome, more: object = {}) => {
  const { leaseId, order } = job;
  const body = { leaseId, type: order.type, version: order.version, outcome, ...more };
  return of.edge.send(`/agent/v1/jobs/${order.jobId}/result`, body);
};

test("another host's agent is handed nothing of it", async () => {
  expect((await stranger.poll()).status).toBe(204);
});

test("another host's agent can't say that it begins, goes on, or how it ended, lease or none", async () => {
  // One after another: of two at once the older may be overtaken, and is refused for that.
  for (const step of [() => stranger.start(job), () => stranger.extend(job)]) {
    expect((await step()).body).toMatchObject({ status: 409, code: 'LEASE_LOST' });
  }
  for (const outcome of ['confirmed', 'not_changed', 'drifted'] as const) {
    expect((await result(stranger, outcome)).body).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  }
  expect((await rotationOf()).hosts[0].state).toBe('leased');
});

test('its own agent can begin it by the lease it has, and by no other', async () => {
  const forged = { ...job, leaseId: '0'.repeat(32) };
  expect((await agent.start(forged)).body).toMatchObject({ status: 409, code: 'LEASE_LOST' });
  expect((await agent.start(job)).status).toBe(200);
});

test.each([
  ['another version', { version: 99 }],
  ['another type', { type: 'verify' }],
])('a result of %s is refused, and changes nothing', async (_, more) => {
  expect((await result(agent, 'confirmed', more)).body).toMatchObject({ status: 409, code: 'CONFLICT' });
  expect((await rotationOf()).status).toBe('pending');
});

test('what became of it is told once: another outcome afterwards changes nothing', async () => {
  expect((await result(agent, 'confirmed')).status).toBe(200);
  await until('confirmed', async () => (await rotationOf()).status === 'confirmed');
  expect((await result(agent, 'not_changed', { code: 'ROLLED_BACK' })).status).toBe(200);
  expect(await rotationOf()).toMatchObject({ status: 'confirmed', hosts: [{ state: 'confirmed', version: 2 }] });
});

test('a job that does not exist is nobody’s', async () => {
  const nowhere = { ...job, order: { ...job.order, jobId: `${'a'.repeat(32)}.${'b'.repeat(32)}` } };
  expect((await agent.start(nowhere)).body).toMatchObject({ status: 409, code: 'LEASE_LOST' });
  expect((await agent.report(nowhere, 'confirmed')).body).toMatchObject({ status: 404, code: 'NOT_FOUND' });
});
