import { raceEmergency, servedTooLate } from '../support/application/emergency-race';
import { newSupportFixture, type SupportFixture } from '../support/application/support-fixture';
import { ThreeServers, type Node } from '../support/application/three-servers';
import { until } from '../support/until';

/** Emergency disable over three servers whose clocks differ. */
const servers = new ThreeServers();
let nodes: readonly Node[];
let fixture: SupportFixture;
beforeAll(async () => {
  const first = await servers.start();
  nodes = [first, ...(await Promise.all([servers.start(5_000), servers.start(-5_000)]))];
  fixture = await newSupportFixture(first);
}, 90_000);
afterAll(() => servers.end());

const countOf = async (id: string, noun: string): Promise<number> =>
  (await fixture.owner.ok('GET', `/streams/identity-${id}`)).items.filter(
    ({ type }: { type: string }) => type === `keyledger.${noun}.v1`,
  ).length;

it('a hundred checkouts spread over the servers: none starts after the answer of one of them', async () => {
  const ids = await Promise.all(Array.from({ length: 100 }, async () => (await fixture.newIdentity()).id));
  await fixture.set(fixture.organizationId, true);
  const support = await Promise.all(nodes.map((node) => node.as(fixture.support.email)));
  const owners = await Promise.all(nodes.map((node) => node.as(fixture.owner.email)));
  const outcome = await raceEmergency(support, owners[1] ?? fixture.owner, ids);
  expect(servedTooLate(outcome)).toEqual([]);
  for (const id of ids) {
    await until('the end', async () => {
      const begun = await countOf(id, 'identity-checked-out');
      return (
        begun === (await countOf(id, 'identity-checked-in')) && begun === (await countOf(id, 'rotation-confirmed'))
      );
    });
  }
}, 180_000);

it('killed between the fact and the answer, it holds all the same, and the sessions end on another server', async () => {
  const { id } = await fixture.newIdentity();
  await fixture.set(fixture.organizationId, true);
  const [one, two] = await Promise.all([servers.start(), nodes[0]?.as(fixture.support.email)]);
  await two?.ok('POST', `/identities/${id}/checkout`, { reason: 'kill', durationMinutes: 30 });
  const stopping = (await one.as(fixture.owner.email)).post('/support-access/emergency-disable', { reason: 'kill' });
  const answered = stopping.catch(() => undefined);
  // The fact is there some 600 ms before the answer.
  await until('the fact', async () => {
    const access = await fixture.owner.ok('GET', `/organizations/${fixture.organizationId}/support-access`);
    return access.enabled === false;
  });
  one.server.kill('SIGKILL');
  await answered;
  expect((await two?.get(`/identities/${id}`))?.body.code).toBe('SUPPORT_ACCESS_OFF');
  await until('the end', async () => (await countOf(id, 'rotation-confirmed')) === 1, 20_000);
}, 90_000);
