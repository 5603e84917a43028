import { generateKeyPairSync } from 'node:crypto';
import { proveKeys } from '../../wire/keys-proof';
import { fingerprintOf, parseJoinToken } from '../../wire/join-token';
import { rawKeyOf } from '../../wire/raw-key';
import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { AGENT_FACTS, SignedAgent } from '../support/application/signed-agent';
import { TurnedClock } from '../support/application/turned-clock';
import { newFixture, type Fixture } from '../support/application/fixture';

/** Hosts and their agents, as a person sees them. */
let application: RunningApplication;
let fixture: Fixture;
let admin: Client;
const clock = new TurnedClock();
beforeAll(async () => {
  application = await runningApplication({ clock });
  fixture = await newFixture(application);
  admin = fixture.people.hostAdmin;
});
afterAll(() => application.end());

const newHost = async (): Promise<string> =>
  (await admin.ok('POST', '/hosts', { name: 'web-1', organizationId: fixture.organizationId })).id;
const tokenFor = async (hostId: string): Promise<string> =>
  (await admin.ok('POST', `/hosts/${hostId}/join-token`)).token;
const newAgent = () => new SignedAgent(application.url, () => clock.now());
const enrolled = async (hostId: string): Promise<SignedAgent> => {
  const agent = newAgent();
  expect((await agent.enroll(await tokenFor(hostId))).status).toBe(201);
  return agent;
};
const factsOf = async (
  hostId: string,
): Promise<{ type: string; data: object; actor: { kind: string; name?: string } }[]> =>
  (await fixture.owner.ok('GET', `/audit?hostId=${hostId}`)).items;

test('a join token lets one agent in, which then is online', async () => {
  const hostId = await newHost();
  const { status, body, headers } = await admin.post(`/hosts/${hostId}/join-token`);
  expect(status).toBe(201);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(Object.keys(body).toSorted()).toEqual(['expiresAt', 'token']);
  expect(body.expiresAt).toBe(clock.in(60));

  const agent = newAgent();
  const answer = await agent.enroll(body.token);
  expect(answer.status).toBe(201);
  expect(answer.body).toEqual({
    agentId: expect.stringMatching(new RegExp(`^${hostId}\\.[0-9a-f]{32}$`)),
    hostId,
    hostName: 'web-1',
    status: 'active',
    serverKey: expect.any(String),
  });
  expect(fingerprintOf(answer.body.serverKey)).toBe(parseJoinToken(body.token)?.fingerprint);
  expect(await admin.ok('GET', `/hosts/${hostId}`)).toMatchObject({ online: false, agentVersion: '0.1.0' });

  expect((await agent.ping()).status).toBe(204);
  const seen = { online: true, lastSeenAt: clock.in(0), agentVersion: '0.1.0', connectors: AGENT_FACTS.connectors };
  expect(await admin.ok('GET', `/hosts/${hostId}`)).toMatchObject(seen);
  expect((await admin.ok('GET', '/hosts')).items).toContainEqual(expect.objectContaining({ id: hostId, ...seen }));
  clock.pass(1.4);
  expect(await admin.ok('GET', `/hosts/${hostId}`)).toMatchObject({ online: true });
  clock.pass(0.2);
  expect(await admin.ok('GET', `/hosts/${hostId}`)).toMatchObject({ online: false, lastSeenAt: clock.in(-1.6) });

  expect((await admin.ok('GET', `/hosts/${hostId}/agents`)).items).toEqual([
    { id: agent.agentId, hostId, hostName: 'web-1', status: 'active', ...AGENT_FACTS, enrolledAt: expect.any(String) },
  ]);
  const [enrolment] = await factsOf(hostId);
  expect(enrolment).toMatchObject({
    type: 'keyledger.agent-enrolled.v1',
    actor: { kind: 'agent', name: agent.agentId },
  });
});

test('a repeated request for a join token gets the same one, while it is good', async () => {
  const hostId = await newHost();
  const ask = () => admin.post(`/hosts/${hostId}/join-token`, {}, { 'idempotency-key': 'token-once' });
  const first = await ask();
  expect((await ask()).body).toEqual(first.body);
  expect((await factsOf(hostId)).filter(({ type }) => type === 'keyledger.host-join-token-issued.v1')).toHaveLength(1);
  await newAgent().enroll(first.body.token);
  expect((await ask()).body).toMatchObject({ status: 404 });
});

test('an enrolment whose answer was lost is answered again', async () => {
  const hostId = await newHost();
  const token = await tokenFor(hostId);
  const agent = newAgent();
  const first = await agent.enroll(token);
  expect((await agent.enroll(token)).body).toEqual(first.body);
  expect((await admin.ok('GET', `/hosts/${hostId}/agents`)).items).toHaveLength(1);
});

test('an agent that enrols on a host that had one waits, and takes its place when it is approved', async () => {
  const hostId = await newHost();
  const [old, other] = [await enrolled(hostId), newAgent()];
  clock.pass(1);
  expect((await old.ping()).status).toBe(204);
  expect((await other.enroll(await tokenFor(hostId))).body).toMatchObject({ status: 'pending_approval' });
  expect((await other.ping()).body).toMatchObject({ status: 403, code: 'AGENT_NOT_APPROVED' });
  expect((await old.ping()).status).toBe(204);

  const path = `/hosts/${hostId}/agents/${other.agentId}`;
  expect((await admin.post(`${path}/approve`)).body).toMatchObject({ status: 403, code: 'SELF_APPROVAL' });
  expect((await fixture.owner.post(`${path}/approve`)).status).toBe(204);
  expect((await admin.post(`${path}/approve`)).status).toBe(204);
  expect((await other.ping()).status).toBe(204);
  expect((await old.ping()).body).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
  const { items } = await admin.ok('GET', `/hosts/${hostId}/agents`);
  expect(items.map(({ id, status }: { id: string; status: string }) => [id, status])).toEqual([
    [other.agentId, 'active'],
    [old.agentId, 'revoked'],
  ]);
  expect((await admin.post(`/hosts/${hostId}/agents/${old.agentId}/approve`)).body).toMatchObject({ code: 'CONFLICT' });
});

test('a revoked agent is out from its next request on, and its host offline', async () => {
  const hostId = await newHost();
  const agent = await enrolled(hostId);
  expect((await agent.ping()).status).toBe(204);
  const path = `/hosts/${hostId}/agents/${agent.agentId}/revoke`;
  expect((await admin.post(path)).status).toBe(204);
  expect((await agent.ping()).body).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
  expect(await admin.ok('GET', `/hosts/${hostId}`)).toMatchObject({ online: false });
  expect((await admin.post(path)).status).toBe(204);
  const revocations = (await factsOf(hostId)).filter(({ type }) => type === 'keyledger.agent-revoked.v1');
  expect(revocations).toMatchObject([
    { data: { agentId: agent.agentId, reason: 'by_person' }, actor: { kind: 'user' } },
  ]);
});

test('a host takes its agents and join tokens with it', async () => {
  const hostId = await newHost();
  const agent = await enrolled(hostId);
  const token = await tokenFor(hostId);
  expect((await admin.delete(`/hosts/${hostId}`)).status).toBe(204);
  expect((await agent.ping()).body).toMatchObject({ code: 'UNAUTHENTICATED' });
  expect((await newAgent().enroll(token)).body).toMatchObject({ code: 'UNAUTHENTICATED' });
  expect((await factsOf(hostId)).map(({ type }) => type)).toContain('keyledger.agent-revoked.v1');
  expect((await admin.get(`/hosts/${hostId}/agents`)).status).toBe(404);
});

test('an agent replaces its keys, and is known by the new ones alone', async () => {
  const agent = await enrolled(await newHost());
  const before = agent.clone();
  const signing = generateKeyPairSync('ed25519');
  const keys = { signingKey: rawKeyOf(signing.publicKey), sealingKey: agent.keys.sealingKey };
  const proved = proveKeys(agent.agentId ?? '', keys, signing.privateKey);
  const byOld = proveKeys(agent.agentId ?? '', keys, agent.signing.privateKey);
  expect((await agent.replaceKeys(byOld)).body).toMatchObject({ status: 400, errors: [{ field: 'proof' }] });
  expect((await agent.replaceKeys(proved)).status).toBe(204);
  agent.signing = signing;
  expect((await agent.replaceKeys(proved)).status).toBe(204);
  before.sequence = agent.sequence;
  expect((await before.ping()).body).toMatchObject({ code: 'UNAUTHENTICATED' });
});

test('what is refused to a person is a fact of the organization', async () => {
  const hostId = await newHost();
  const agent = await enrolled(hostId);
  const { viewer } = fixture.people;
  expect((await viewer.post(`/hosts/${hostId}/join-token`)).body).toMatchObject({ code: 'PERMISSION_DENIED' });
  for (const what of ['approve', 'revoke']) {
    const { body } = await viewer.post(`/hosts/${hostId}/agents/${agent.agentId}/${what}`);
    expect(body).toMatchObject({ code: 'PERMISSION_DENIED' });
    expect((await admin.post(`/hosts/${hostId}/agents/nobody/${what}`)).body).toMatchObject({ code: 'NOT_FOUND' });
  }
  expect((await viewer.get(`/hosts/${hostId}/agents`)).status).toBe(403);
  expect((await factsOf(hostId)).map(({ type }) => type)).toEqual(
    expect.arrayContaining([
      'keyledger.host-join-token-issue-refused.v1',
      'keyledger.agent-approve-refused.v1',
      'keyledger.agent-revoke-refused.v1',
    ]),
  );
});

test('what operators watch counts agents', async () => {
  const agent = await enrolled(await newHost());
  await agent.ping();
  await agent.ping({ key: generateKeyPairSync('ed25519').privateKey });
  const { text } = await fixture.owner.get('//metrics');
  expect(text).toMatch(/^keyledger_agents_online [1-9]/m);
  expect(text).toMatch(/^keyledger_agent_requests_total\{outcome="answered"\} [1-9]/m);
  expect(text).toMatch(/^keyledger_agent_requests_total\{outcome="UNAUTHENTICATED"\} [1-9]/m);
});
