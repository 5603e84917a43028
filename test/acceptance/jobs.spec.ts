import { HostsAtWork } from '../support/house/hosts-at-work';

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
        const { items } = await hosts.world.people.hostAdmin.ok('GET', path);
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
  const agent = await hosts.newAgent();
  const ids: string[] = [];
  for (let n = 0; n < 4; n++) {
    const { id } = await hosts.identityOn([agent], { username: `account${n}` });
    await hosts.rotate(id);
    ids.unshift(id);
    hosts.clock.pass(0.1);
  }
  await agent.take();
  hosts.clock.pass(2);
  const pages: { identityId: string }[][] = [];
  let cursor = '';
  do {
    const path = `/jobs?hostId=${agent.hostId}&state=queued&limit=3${cursor}`;
    const { items, nextCursor } = await hosts.world.people.hostAdmin.ok('GET', path);
    pages.push(items);
    cursor = nextCursor === null ? '' : `&cursor=${nextCursor}`;
  } while (cursor !== '');
  expect(pages.map((items) => items.map(({ identityId }) => identityId))).toEqual([ids.slice(0, 3), ids.slice(3)]);
});
