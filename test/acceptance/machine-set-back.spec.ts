import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { ScriptedAgent } from '../support/application/scripted-agent';
import { newFixture, type Fixture } from '../support/application/fixture';
import { until } from '../support/until';

/** A machine was set back to how it was some days ago: to old numbers, and to old passwords. */
let application: RunningApplication;
let fixture: Fixture;
let owner: Client;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
  ({ owner } = fixture.people);
});
afterAll(() => application.end());

test('its agent is locked; once approved it looks at once what every account holds, and reconciling sets it again', async () => {
  const agent = await ScriptedAgent.onNewHost(application, owner, fixture.organizationId, 'web-1');
  const { id, value } = await fixture.newIdentity({ hostIds: [agent.hostId] });
  const hostOf = async () => (await owner.ok('GET', `/identities/${id}/rotation`)).hosts[0];
  await owner.ok('POST', `/identities/${id}/rotate`);
  await agent.work();
  await until('confirmed', async () => (await hostOf()).state === 'confirmed');
  const set = agent.holds;

  agent.holds = value;
  agent.edge.sequence = 1;
  expect((await agent.poll()).body).toMatchObject({ status: 409, code: 'AGENT_CLONED' });
  await owner.ok('POST', `/hosts/${agent.hostId}/agents/${agent.edge.agentId}/approve`);

  expect((await agent.work()).order).toMatchObject({ type: 'verify', version: 2 });
  await until('drifted', async () => (await hostOf()).state === 'drifted');
  await owner.ok('POST', `/identities/${id}/rotation/reconcile`);
  await agent.work();
  await until('proved', async () => (await hostOf()).state === 'confirmed');
  expect(agent.holds).toBe(set);
});
