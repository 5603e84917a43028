import { HostsAtWork } from '../support/application/hosts-at-work';
import type { Kind } from '../support/application/fixture';
import type { Json } from '../support/json';
import { until } from '../support/until';

/** `GET /hosts/{id}/exposure`: what a host was sent that is still in force, and its change. */
let work: HostsAtWork;
beforeAll(async () => {
  work = await HostsAtWork.open();
});
afterAll(() => work.end());

const exposureOf = (hostId: string) => work.fixture.owner.ok('GET', `/hosts/${hostId}/exposure`);

test('what was leased to its agents is in force where hosts have it, and is changed for a machine that was replaced', async () => {
  const { owner, people } = work.fixture;
  const agent = await work.newAgent();
  const other = await work.newAgent();
  const { id } = await work.identityOn([agent, other]);
  expect((await exposureOf(agent.hostId)).items).toEqual([]);
  await work.rotate(id);
  await work.pass(1);
  for (const each of [agent, other]) await each.work();
  await work.settled(id, 'confirmed');
  const { credentialVersion: first } = await work.identityOf(id);
  const { items } = await exposureOf(agent.hostId);
  expect(items).toMatchObject([
    {
      identityId: id,
      version: first,
      via: 'lease',
      hosts: [
        { hostId: agent.hostId, hostName: expect.any(String), inForce: true },
        { hostId: other.hostId, inForce: true },
      ],
    },
  ]);
  const asked = await people.manager.post(`/hosts/${agent.hostId}/exposure/rotate`, { reason: 'replaced' });
  expect([asked.status, asked.body.rotation]).toMatchObject([202, { total: 1, done: 0, failed: 0 }]);
  await work.pass(1);
  // Half-way: one host has the new value, the other the one that is known.
  await other.work();
  const half = (await exposureOf(agent.hostId)).items.filter((item: Json) => item.version === first);
  expect(half).toMatchObject([
    { rotation: { state: 'under-way' }, hosts: [{ inForce: true }, { hostId: other.hostId, inForce: false }] },
  ]);
  await agent.work();
  await work.settled(id, 'confirmed');
  await until('that it is done', async () => (await exposureOf(agent.hostId)).rotation.done === 1);
  // It was sent the new value too: it works there again.
  const { credentialVersion: second } = await work.identityOf(id);
  expect(second).toBeGreaterThan(first);
  expect((await exposureOf(agent.hostId)).items).toMatchObject([{ version: second, via: 'lease' }]);
  // Taken off the identity and deleted, the machine still knows it.
  await owner.ok('PATCH', `/identities/${id}`, { hostIds: [other.hostId] });
  await owner.ok('DELETE', `/hosts/${agent.hostId}`);
  expect((await exposureOf(agent.hostId)).items).toMatchObject([
    { version: second, hosts: [{ hostId: other.hostId }] },
  ]);
});

test.each<[Kind, number, number]>([
  ['owner', 200, 202],
  ['manager', 200, 202],
  ['auditor', 200, 403],
  ['admin', 200, 403],
  ['viewer', 403, 403],
  ['hostAdmin', 403, 403],
  ['stranger', 404, 404],
])('%s may look or not, and have it changed or not', async (kind, looks, changes) => {
  const { hostId } = await work.newAgent();
  const who = work.fixture.people[kind];
  expect((await who.get(`/hosts/${hostId}/exposure`)).status).toBe(looks);
  expect((await who.post(`/hosts/${hostId}/exposure/rotate`, { reason: 'replaced' })).status).toBe(changes);
  expect((await who.get('/hosts/none/exposure')).status).toBe(404);
});
