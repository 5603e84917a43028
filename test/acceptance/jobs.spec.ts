import { HostsAtWork } from '../support/application/hosts-at-work';
import { until } from '../support/until';

/** Jobs, as those who run hosts see them. */
let hosts: HostsAtWork;
beforeAll(async () => {
  hosts = await HostsAtWork.open();
});
afterAll(() => hosts.end());

test('a job is found by the state it is shown in, also when its lease ran out without a word', async () => {
  const agent = await hosts.newAgent();
  const { id } = await hosts.identityOn([agent]);
  await hosts.rotate(id);
  const { order } = await agent.take();
  const states = async () => {
    const found = await Promise.all(
      ['queued', 'leased', 'applying'].map(async (state) => {
        const path = `/jobs?identityId=${id}&state=${state}&limit=1`;
        const { items } = await hosts.fixture.people.hostAdmin.ok('GET', path);
        return items.map((job: { id: string; state: string }) => [job.id, job.state]);
      }),
    );
    return found;
  };
  expect(await states()).toEqual([[], [[order.jobId, 'leased']], []]);
  hosts.clock.pass(1.1);
  expect(await states()).toEqual([[[order.jobId, 'queued']], [], []]);
  await agent.start(await agent.take());
  expect(await states()).toEqual([[], [], [[order.jobId, 'applying']]]);
});

test('waiting jobs come in pages, newest first, whether or not somebody had them', async () => {
  const [agent, other] = [await hosts.newAgent(), await hosts.newAgent()];
  const ids: string[] = [];
  for (const [n, on] of [agent, other, agent, agent].entries()) {
    const { id } = await hosts.identityOn([on], { username: `account${n}` });
    await hosts.rotate(id);
    ids.unshift(id);
    hosts.clock.pass(0.1);
  }
  await other.take();
  hosts.clock.pass(2);
  const pages: string[][] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const path = `/jobs?state=queued&limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`;
    const { items, nextCursor } = await hosts.fixture.people.hostAdmin.ok('GET', path);
    pages.push(items.map(({ identityId }: { identityId: string }) => identityId));
    cursor = nextCursor;
  }
  expect(pages).toEqual([ids.slice(0, 3), ids.slice(3)]);
});

test('nothing is handed out to an agent that hung up while it waited', async () => {
  const agent = await hosts.newAgent();
  const { id } = await hosts.identityOn([agent]);
  const line = new AbortController();
  const poll = agent.edge.send('/agent/v1/jobs/lease', { wait: 50, instance: 'run1' }, { signal: line.signal });
  const { hostAdmin } = hosts.fixture.people;
  await until('the poll', async () => (await hostAdmin.ok('GET', `/hosts/${agent.hostId}`)).online);
  line.abort();
  await expect(poll).rejects.toThrow('aborted');
  await hosts.rotate(id);
  const waiting = `/jobs?identityId=${id}&state=queued`;
  await until('the job', async () => (await hostAdmin.ok('GET', waiting)).items.length === 1);
  expect((await agent.take()).order.attempt).toBe(1);
});
