import { newFixture } from '../support/application/fixture';
import { runningApplication } from '../support/application/running-application';
import { SignedAgent } from '../support/application/signed-agent';

test('a poll is held no longer than the server is told, however long the agent would wait', async () => {
  const application = await runningApplication({ env: { KEYLEDGER_POLL_S: '1' } });
  const { owner, organizationId } = await newFixture(application);
  const host = await owner.ok('POST', '/hosts', { name: 'web-1', organizationId });
  const { token } = await owner.ok('POST', `/hosts/${host.id}/join-token`);
  const agent = new SignedAgent(application.url);
  await agent.enroll(token);
  const began = performance.now();
  const { status } = await agent.send('/agent/v1/jobs/lease', { wait: 50, instance: 'run1' });
  expect([status, performance.now() - began < 20_000]).toEqual([204, true]);
  await application.end();
});
