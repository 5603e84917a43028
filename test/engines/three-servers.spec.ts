import type { Answer, Client } from '../support/application/client';
import { ScriptedAgent } from '../support/application/scripted-agent';
import { ThreeServers, type Node } from '../support/application/three-servers';
import { newFixture, type Fixture } from '../support/application/fixture';
import { until } from '../support/until';

/** Three servers in processes of their own on one log and one database; one clock is right, one is ahead and one behind. */
const CALLERS = 1_000;

const servers = new ThreeServers();
let nodes: readonly Node[];
let fixture: Fixture;
beforeAll(async () => {
  const first = await servers.start();
  nodes = [first, ...(await Promise.all([servers.start(5_000), servers.start(-5_000)]))];
  fixture = await newFixture(first);
}, 90_000);
afterAll(() => servers.end());

/** The same person at each of the nodes that live. */
const everywhere = (email: string): Promise<Client[]> => Promise.all(nodes.map((node) => node.as(email)));
const at = (clients: readonly Client[], n: number): Client => clients[n % clients.length] as Client;

const tally = (answers: readonly Answer[]): Readonly<Record<string, number>> =>
  answers.reduce<Record<string, number>>((counts, { status, body }) => {
    const key = status < 300 ? String(status) : `${status} ${body.code}`;
    return { ...counts, [key]: (counts[key] ?? 0) + 1 };
  }, {});

const factsOf = async (identityId: string) => {
  const facts: { type: string; time: string }[] = [];
  for (let cursor = ''; ;) {
    const page = await fixture.owner.ok('GET', `/streams/identity-${identityId}?limit=200${cursor}`);
    facts.push(...page.items);
    if (page.nextCursor === null) return facts;
    cursor = `&cursor=${page.nextCursor}`;
  }
};
const countOf = async (identityId: string, noun: string): Promise<number> =>
  (await factsOf(identityId)).filter(({ type }) => type === `keyledger.${noun}.v1`).length;

const CHECKOUT = { reason: 'to look', durationMinutes: 30 };

it('of 1,000 who want one identity, spread over the servers, one has it and the others are told why not', async () => {
  const { id, value } = await fixture.newIdentity();
  const callers = (
    await Promise.all([fixture.owner, fixture.people.user].map(({ email }) => everywhere(email)))
  ).flat();
  const answers = await Promise.all(
    Array.from({ length: CALLERS }, (_, n) => at(callers, n).post(`/identities/${id}/checkout`, CHECKOUT)),
  );
  expect(tally(answers)).toEqual({ 201: 1, '409 ALREADY_CHECKED_OUT': CALLERS - 1 });
  expect(answers.find(({ status }) => status === 201)?.body.credential.value).toBe(value);
  expect(answers.filter(({ status, text }) => status !== 201 && text.includes(value))).toEqual([]);
  expect(await countOf(id, 'identity-checked-out')).toBe(1);
}, 120_000);

it('a write is seen at once on every server that is asked for its position', async () => {
  const owners = await everywhere(fixture.owner.email);
  for (let n = 0; n < 15; n++) {
    const name = `seen at once ${n}`;
    const { headers } = await at(owners, n).post('/idp/groups', { name });
    const position = { 'keyledger-min-position': headers.get('keyledger-position') ?? '' };
    const lists = await Promise.all(owners.map((owner) => owner.get('/idp/groups?limit=200', position)));
    expect(lists.map(({ status }) => status)).toEqual([200, 200, 200]);
    lists.forEach(({ body }) => expect(body.items).toContainEqual(expect.objectContaining({ name })));
  }
}, 60_000);

it('a request sent to all servers with one key happens once', async () => {
  const owners = await everywhere(fixture.owner.email);
  const { id } = await fixture.newIdentity({ allowConcurrentCheckout: true });
  const key = { 'idempotency-key': 'three-servers-one-checkout' };
  const ask = (n: number) => at(owners, n).post(`/identities/${id}/checkout`, CHECKOUT, key);
  const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => ask(n)));
  expect(Object.keys(tally(answers)).filter((kind) => !/^201$|IDEMPOTENCY_IN_PROGRESS$/.test(kind))).toEqual([]);
  const repeated = await Promise.all([ask(0), ask(1), ask(2)]);
  const sessions = [...answers, ...repeated].filter(({ status }) => status === 201).map(({ body }) => body.session.id);
  expect([new Set(sessions).size, repeated.map(({ status }) => status)]).toEqual([1, [201, 201, 201]]);
  expect(await countOf(id, 'identity-checked-out')).toBe(1);
}, 60_000);

it('of three who replace a value at once on a server each, one does, and that value is the one that is kept', async () => {
  const owners = await everywhere(fixture.owner.email);
  const { id } = await fixture.newIdentity();
  for (let round = 0; round < 10; round++) {
    const etag = (await fixture.owner.get(`/identities/${id}`)).headers.get('etag') ?? '';
    const answers = await Promise.all(
      owners.map((owner, n) =>
        owner.send('PUT', `/identities/${id}/credential`, { credential: `${round} of ${n}` }, { 'if-match': etag }),
      ),
    );
    const won = answers.findIndex(({ status }) => status < 300);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([answers[won]?.status, 412, 412]);
    const { credential } = await at(owners, round).ok('POST', `/identities/${id}/reveal`);
    expect(credential.value).toBe(`${round} of ${won}`);
  }
}, 60_000);

it('an agent is online on every server, is one agent on all of them, and its poll hears of a job made elsewhere', async () => {
  const owners = await everywhere(fixture.owner.email);
  const agent = await ScriptedAgent.onNewHost(nodes[0] as Node, fixture.owner, fixture.organizationId, 'web-1');
  expect((await agent.poll()).status).toBe(204);
  await until('it to be online everywhere', async () => {
    const hosts = await Promise.all(owners.map((owner) => owner.ok('GET', `/hosts/${agent.hostId}`)));
    return hosts.every(({ online }) => online);
  });
  const { id } = await fixture.newIdentity({ hostIds: [agent.hostId], username: 'backup' });
  agent.holds = 'set by hand';
  const polled = agent.poll(30);
  const askedAt = performance.now();
  expect((await at(owners, 1).post(`/identities/${id}/rotate`)).status).toBe(202);
  expect(await agent.opened(await polled)).toMatchObject({ order: { identityId: id } });
  // Far above what it takes; a poll that is not woken lasts 30 s.
  expect(performance.now() - askedAt).toBeLessThan(10_000);

  const here = agent.edge.last;
  if (here === undefined) throw new Error('nothing was sent');
  agent.edge.last = { ...here, url: here.url.replace(agent.edge.url, nodes[1]?.url ?? '') };
  expect((await agent.edge.repeat()).body).toMatchObject({ code: 'AGENT_CLONED' });
}, 60_000);

it('revoking a grant on one server ends the sessions of all, once each, with two at the policies on purpose', async () => {
  const { people, vaultId, grantIds } = fixture;
  const [users, owners] = [await everywhere(people.user.email), await everywhere(fixture.owner.email)];
  const ids = await Promise.all(
    Array.from({ length: 12 }, async (_, n) => {
      const { id } = await fixture.newIdentity({ rotateAfterUse: true });
      expect((await at(users, n).post(`/identities/${id}/checkout`, CHECKOUT)).status).toBe(201);
      return id;
    }),
  );
  await servers.inDatabase(async (database) => {
    const leases = database.collection<{ _id: string }>('leases');
    let over = false;
    // Who finds no lease takes it, while who had it still works.
    const robbing = (async () => {
      while (!over) {
        await leases.deleteOne({ _id: 'policies' });
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    })();
    await at(owners, 2).delete(`/identity-groups/${vaultId}/access/${grantIds['user']}`);
    const isEnded = async (id: string) => (await countOf(id, 'identity-checked-in')) > 0;
    await until('the end of all sessions', async () => (await Promise.all(ids.map(isEnded))).every(Boolean), 30_000);
    over = true;
    await robbing;
  });
  for (const id of ids) {
    expect([await countOf(id, 'identity-checked-in'), await countOf(id, 'rotation-requested')]).toEqual([1, 1]);
    const times = (await factsOf(id)).map(({ time }) => time);
    expect(times).toEqual(times.toSorted());
  }
}, 90_000);

it('another server takes over within 10 s of the death of the one that held the leases; nothing is lost or doubled', async () => {
  const { organizationId } = fixture;
  const left = nodes.slice(1);
  const [one, other] = (await Promise.all(left.map((node) => node.as(fixture.owner.email)))) as [Client, Client];
  fixture = { ...fixture, owner: one };
  const { people, grantIds, vaultId: sharedId } = fixture;
  const { id: heldId } = await fixture.newIdentity();
  const holder = await (left[1] as Node).as(people.groupUser.email);
  expect((await holder.post(`/identities/${heldId}/checkout`, CHECKOUT)).status).toBe(201);
  const { id: vaultId } = await one.ok('POST', '/identity-groups', { name: 'While one dies', organizationId });
  const made: string[] = [];
  let over = false;
  const work = async (who: Client) => {
    while (!over) {
      const name = `made ${made.length}`;
      const body = { identityGroupId: vaultId, name, username: 'x', credential: 'y', credentialType: 'password' };
      const { headers } = await who.post('/identities', body);
      // Whatever the read models have by then: what was written says so.
      if (headers.get('keyledger-position') !== null) made.push(name);
    }
  };
  const working = Promise.all([work(one), work(other)]);
  await until('some work', () => made.length > 4, 20_000);
  nodes[0]?.server.kill('SIGKILL');
  const killedAt = performance.now();
  await nodes[0]?.server.ended();
  await one.delete(`/identity-groups/${sharedId}/access/${grantIds['groupUser']}`);
  await until(
    'fresh lists on both',
    async () => {
      const { headers } = await one.post('/idp/groups', { name: 'after the kill' });
      const position = { 'keyledger-min-position': headers.get('keyledger-position') ?? '' };
      return (await other.get('/idp/groups', position)).status === 200;
    },
    30_000,
  );
  await until('the policies', async () => (await countOf(heldId, 'identity-checked-in')) === 1, 30_000);
  const tookMs = performance.now() - killedAt;
  over = true;
  await working;
  // Ten seconds of ours, and some that two busy cores may take.
  expect(tookMs).toBeLessThan(15_000);
  nodes = left;

  const listed: string[] = [];
  await until('all of it in the list', async () => {
    listed.length = 0;
    for (let cursor = ''; ;) {
      const page = await other.ok('GET', `/identities?identityGroupId=${vaultId}&limit=200${cursor}`);
      listed.push(...page.items.map(({ name }: { name: string }) => name));
      if (page.nextCursor === null) break;
      cursor = `&cursor=${page.nextCursor}`;
    }
    return listed.length >= made.length;
  });
  expect(listed.toSorted()).toEqual(made.toSorted());
  const [vault] = (await other.ok('GET', `/identity-groups?organizationId=${organizationId}&q=while`)).items;
  expect(vault.identityCount).toBe(made.length);
}, 120_000);
