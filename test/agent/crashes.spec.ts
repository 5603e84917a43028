import { AgentGround } from '../support/agent-edge/agent-ground';
import { until } from '../support/until';

const ground = new AgentGround();

test.each(['received', 'journalled', 'changed-not-journalled', 'verified-not-reported', 'reported-ack-unseen'])(
  'killed at %s: ends on the right value, told, with no number used twice and nothing to read on disk',
  async (point) => {
    await ground.enrol();
    ground.order();
    const killed = ground.run([], { KEYLEDGER_TEST_CRASH_AT: point });
    expect(await killed.ended()).toBe('SIGKILL');
    ground.run();
    expect(await ground.result()).toMatchObject({ outcome: 'confirmed', version: 2 });
    await until('the end', () => ground.journal.includes('"told"'), 5000);
    expect(ground.value).toBe('the-new-value');
    expect(ground.timesSet).toBe(1);
    expect(new Set(ground.edge.sequences).size).toBe(ground.edge.sequences.length);
    expect(ground.edge.cloned).toBe(false);
    expect(ground.journal).not.toMatch(/the-(new|old)-value/);
  },
  20_000,
);

test('a result is told until it is heard', async () => {
  let lost = 0;
  ground.edge.loseAnswer = (path) => path.endsWith('/result') && lost++ < 3;
  ground.order();
  ground.run(ground.coming);
  await until('the fourth', () => ground.edge.resultsOf('identity.job-1').length === 4, 15_000);
  expect(new Set(ground.edge.results.map((each) => JSON.stringify(each))).size).toBe(1);
  expect(ground.timesSet).toBe(1);
}, 20_000);

test('a server that was away is found again within seconds', async () => {
  const agent = ground.run(ground.coming);
  await until('a poll', () => ground.edge.requests.some(({ path }) => path.endsWith('/lease')), 10_000);
  const { port } = ground.edge;
  await ground.edge.stop();
  await until('the news', () => agent.said().includes('does not answer'), 10_000);
  await ground.edge.listen(port);
  ground.order();
  expect(await ground.result()).toMatchObject({ outcome: 'confirmed' });
  expect(agent.said()).toContain('the server answers again');
}, 20_000);
