import type { Client } from '../support/application/client';
import { newFixture, type Fixture } from '../support/application/fixture';
import { ThreeServers, type Node } from '../support/application/three-servers';
import type { Json } from '../support/json';

/** A session is handed over, given back, taken away and asked for at the same moment, on three servers whose clocks differ. */
const IDENTITIES = 12;

const servers = new ThreeServers();
let nodes: readonly Node[];
let fixture: Fixture;
beforeAll(async () => {
  const first = await servers.start();
  nodes = [first, ...(await Promise.all([servers.start(5_000), servers.start(-5_000)]))];
  fixture = await newFixture(first);
}, 90_000);
afterAll(() => servers.end());

type Act = (id: string, sessionId: string) => Promise<{ readonly status: number; readonly body: Json }>;

it('one thing comes of it, and never two holders', async () => {
  const { userIds } = fixture;
  const everywhere = (who: Client) => Promise.all(nodes.map((node) => node.as(who.email)));
  const [users, owners] = [await everywhere(fixture.people.user), await everywhere(fixture.owner)];
  const at = (clients: readonly Client[], n: number): Client => clients[n % clients.length] as Client;
  const acts: readonly ((n: number) => Act)[] = [
    (n) => (_, session) =>
      at(users, n).post(`/sessions/${session}/transfer`, { userId: userIds.groupUser, reason: 'a' }),
    (n) => (_, session) => at(users, n).post(`/sessions/${session}/transfer`, { userId: userIds.owner, reason: 'b' }),
    (n) => (_, session) => at(users, n).post(`/sessions/${session}/checkin`),
    (n) => (_, session) => at(owners, n).post(`/sessions/${session}/force-checkin`, { reason: 'c' }),
    (n) => (id) => at(owners, n).post(`/identities/${id}/checkout`, { reason: 'd', durationMinutes: 5 }),
  ];
  const ends = new Set<string>();
  for (let turn = 0; turn < IDENTITIES; turn++) {
    const { id } = await fixture.newIdentity();
    const { session } = await at(users, turn).ok('POST', `/identities/${id}/checkout`, {
      reason: 'shift',
      durationMinutes: 30,
    });
    const first = turn % acts.length;
    const order = [...acts.slice(first), ...acts.slice(0, first)];
    const answers = await Promise.all(order.map((act, n) => act(turn + n)(id, session.id)));
    expect(answers.map(({ status }) => status).filter((status) => status >= 500)).toEqual([]);
    const facts: Json[] = (await fixture.owner.ok('GET', `/streams/identity-${id}?limit=200`)).items;
    let holders = 0;
    for (const { type } of facts) {
      if (type === 'keyledger.identity-checked-out.v1') holders += 1;
      if (type === 'keyledger.identity-checked-in.v1') holders -= 1;
      expect(holders).toBeLessThan(2);
    }
    const ended = facts.filter(
      ({ type, data }) => type === 'keyledger.identity-checked-in.v1' && data.sessionId === session.id,
    );
    expect(ended).toHaveLength(1);
    ends.add(ended[0]?.data.endedBy);
    const transferred = answers.filter(({ body }) => body.transferredFrom?.sessionId === session.id);
    expect(transferred).toHaveLength(ended[0]?.data.endedBy === 'transfer' ? 1 : 0);
  }
  // The order in which they were sent decides: had one way always won, nothing would have been raced.
  expect(ends.size).toBeGreaterThan(1);
}, 180_000);
