import { generateKeyPairSync } from 'node:crypto';
import { AGENT_HEADER, SEQUENCE_HEADER, SIGNATURE_HEADER, TIMESTAMP_HEADER } from '../../wire/request-signature';
import type { Answer, Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { SignedAgent, type Tampering } from '../support/application/signed-agent';
import { TurnedClock } from '../support/application/turned-clock';
import { newFixture, type Fixture } from '../support/application/fixture';

/** What somebody on the way, at another host, or with a copy of the machine can try. */
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
const enrolled = async (hostId?: string): Promise<SignedAgent> => {
  const agent = newAgent();
  await agent.enroll(await tokenFor(hostId ?? (await newHost())));
  return agent;
};
const hostOf = (agent: SignedAgent): string => (agent.agentId ?? '').split('.')[0] ?? '';
const statusOf = async (agent: SignedAgent): Promise<string> => {
  const { items } = await admin.ok('GET', `/hosts/${hostOf(agent)}/agents`);
  return items.find(({ id }: { id: string }) => id === agent.agentId).status;
};
const expectProblem = (answer: Answer, status: number, code: string): void => {
  expect([answer.status, answer.body?.code]).toEqual([status, code]);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
};

describe('a request that is not as it was signed', () => {
  const another = generateKeyPairSync('ed25519').privateKey;
  it.each<[string, Tampering]>([
    ['another body', { sent: { body: '{"signingKey":"x"}' } }],
    ['a body with a byte more', { sent: { body: '{} ' } }],
    ['no body', { sent: { body: '' } }],
    ['another path', { path: '/agent/v1/jobs/lease', sent: { path: '/agent/v1/keys' } }],
    ['a query', { sent: { path: '/agent/v1/keys?x=1' } }],
    ['a later time', { sent: { headers: { [TIMESTAMP_HEADER]: String(clock.now() + 1) } } }],
    ['another number', { sent: { headers: { [SEQUENCE_HEADER]: '999999' } } }],
    ['a number that is none', { sent: { headers: { [SEQUENCE_HEADER]: '1e3' } } }],
    ['a number too large to count with', { sent: { headers: { [SEQUENCE_HEADER]: '9999999999999999' } } }],
    ['another key', { key: another }],
    ['no signature', { sent: { headers: { [SIGNATURE_HEADER]: '' } } }],
    ['a signature that is none', { sent: { headers: { [SIGNATURE_HEADER]: 'A'.repeat(86) } } }],
    ['an agent nobody knows', { agentId: `${'a'.repeat(32)}.${'b'.repeat(32)}` }],
    ['an agent id that is none', { agentId: '../../x' }],
  ])('is refused: %s', async (_, tampering) => {
    const agent = await enrolled();
    const answer = await agent.ping(tampering);
    expectProblem(answer, 401, 'UNAUTHENTICATED');
    expect(answer.headers.get('www-authenticate')).toBe('Keyledger-Agent');
    agent.sequence += 1;
    expect((await agent.ping()).status).toBe(204);
  });

  it('is refused under the name of another agent', async () => {
    const [one, other] = [await enrolled(), await enrolled()];
    expectProblem(
      await one.ping({ sent: { headers: { [AGENT_HEADER]: other.agentId ?? '' } } }),
      401,
      'UNAUTHENTICATED',
    );
    expectProblem(await one.ping({ agentId: other.agentId ?? '' }), 401, 'UNAUTHENTICATED');
  });

  it('is not even read: what is no JSON is told to who may know', async () => {
    const agent = await enrolled();
    expectProblem(await agent.ping({ sent: { body: '{"' } }), 401, 'UNAUTHENTICATED');
    expectProblem(await agent.send('/agent/v1/keys', '{"'), 400, 'VALIDATION_FAILED');
    expectProblem(await agent.send('/agent/v1/keys', { x: 'x'.repeat(20_000) }), 413, 'PAYLOAD_TOO_LARGE');
  });

  it("is refused with a user's token, and a user's route with an agent's signature", async () => {
    expectProblem(await admin.post('//agent/v1/keys', {}), 401, 'UNAUTHENTICATED');
    const agent = await enrolled();
    expectProblem(await agent.send('/api/v1/hosts', {}), 401, 'UNAUTHENTICATED');
  });
});

describe('time', () => {
  it.each([-61_000, 61_000])('%i ms off is told apart, with the time it is', async (off) => {
    const agent = await enrolled();
    const answer = await agent.ping({ timestamp: clock.now() + off });
    expectProblem(answer, 401, 'CLOCK_SKEW');
    expect(answer.body.detail).toContain(clock.in(0));
    expect((await agent.ping({ timestamp: clock.now() + Math.sign(off) * 60_000 })).status).toBe(204);
  });

  it('is not told to who has not signed', async () => {
    const agent = await enrolled();
    const key = generateKeyPairSync('ed25519').privateKey;
    expectProblem(await agent.ping({ timestamp: 0, key }), 401, 'UNAUTHENTICATED');
  });
});

describe('a number that came before', () => {
  it('in a replayed request locks the agent, and says so in the audit', async () => {
    const agent = await enrolled();
    expect((await agent.ping()).status).toBe(204);
    expectProblem(await agent.repeat(), 409, 'AGENT_CLONED');
    expectProblem(await agent.ping(), 409, 'AGENT_CLONED');
    expect(await statusOf(agent)).toBe('locked');
    const { items } = await fixture.owner.ok('GET', `/audit?hostId=${hostOf(agent)}&type=keyledger.agent-locked.v1`);
    expect(items).toMatchObject([{ actor: { kind: 'agent', name: agent.agentId }, data: { sequence: 2 } }]);
    expect(await admin.ok('GET', `/hosts/${hostOf(agent)}`)).toMatchObject({ online: false });
  });

  it('finds a cloned machine at its first request, and a person lets one of the two go on', async () => {
    const agent = await enrolled();
    expect((await agent.ping()).status).toBe(204);
    const clone = agent.clone();
    expect((await agent.ping()).status).toBe(204);
    expectProblem(await clone.ping(), 409, 'AGENT_CLONED');
    expect((await admin.post(`/hosts/${hostOf(agent)}/agents/${agent.agentId}/approve`)).status).toBe(204);
    expect((await agent.ping()).status).toBe(204);
    // Behind by less than may be on the way it is merely refused, until it comes to a number that was taken.
    clone.sequence = agent.sequence - 2;
    expectProblem(await clone.ping(), 409, 'CONFLICT');
    expectProblem(await clone.ping(), 409, 'AGENT_CLONED');
    expectProblem(await agent.ping(), 409, 'AGENT_CLONED');
  });

  it('holds nobody back for ever whom a person lets in again: a machine set back, or one whose copy ran ahead', async () => {
    const agent = await enrolled();
    for (let n = 0; n < 40; n++) expect((await agent.ping()).status).toBe(204);
    agent.sequence = 5;
    expectProblem(await agent.ping(), 409, 'AGENT_CLONED');
    expect((await admin.post(`/hosts/${hostOf(agent)}/agents/${agent.agentId}/approve`)).status).toBe(204);
    expect((await agent.ping()).status).toBe(204);
    expect((await agent.ping()).status).toBe(204);
    expectProblem(await agent.repeat(), 409, 'AGENT_CLONED');
  });

  it('is known after a restart', async () => {
    const agent = await enrolled();
    expect((await agent.ping()).status).toBe(204);
    const { last } = agent;
    application = await application.restart();
    admin = await application.as(admin.email);
    fixture = { ...fixture, owner: await application.as('owner@example.com') };
    if (last === undefined) throw new Error('nothing was sent');
    agent.last = { ...last, url: `${application.url}/agent/v1/keys` };
    expectProblem(await agent.repeat(), 409, 'AGENT_CLONED');
  });

  it('is none when a newer request overtook it: nobody is locked', async () => {
    const agent = await enrolled();
    const ahead = agent.clone();
    ahead.sequence += 1;
    expect((await ahead.ping()).status).toBe(204);
    expectProblem(await agent.ping(), 409, 'CONFLICT');
    expectProblem(await agent.repeat(), 409, 'AGENT_CLONED');
  });
});

describe('a join token', () => {
  it('lets in no second agent', async () => {
    const hostId = await newHost();
    const token = await tokenFor(hostId);
    expect((await newAgent().enroll(token)).status).toBe(201);
    expectProblem(await newAgent().enroll(token), 401, 'UNAUTHENTICATED');
    const { items } = await fixture.owner.ok('GET', `/audit?hostId=${hostId}&outcome=refused`);
    expect(items).toMatchObject([{ type: 'keyledger.agent-enroll-refused.v1', actor: { kind: 'agent' } }]);
  });

  it('lets nobody in after an hour', async () => {
    const token = await tokenFor(await newHost());
    clock.pass(60);
    expectProblem(await newAgent().enroll(token), 401, 'UNAUTHENTICATED');
  });

  it('lets in one of twenty that come at once', async () => {
    const token = await tokenFor(await newHost());
    const answers = await Promise.all(Array.from({ length: 20 }, () => newAgent().enroll(token)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, ...Array(19).fill(401)]);
  });

  it('of one host opens no other, nor one that does not exist', async () => {
    const [one, other] = [await newHost(), await newHost()];
    const token = await tokenFor(one);
    expectProblem(await newAgent().enroll(token.replace(one, other)), 401, 'UNAUTHENTICATED');
    expectProblem(await newAgent().enroll(token.replace(one, 'f'.repeat(32))), 401, 'UNAUTHENTICATED');
    expectProblem(await newAgent().enroll('klj.nonsense'), 401, 'UNAUTHENTICATED');
    expect((await newAgent().enroll(token)).status).toBe(201);
  });

  it('is not used up by who does not hold the key that comes with it, or brings none', async () => {
    const token = await tokenFor(await newHost());
    const agent = newAgent();
    expectProblem(await agent.enroll(token, { signingKey: newAgent().keys.signingKey }), 401, 'UNAUTHENTICATED');
    expectProblem(await agent.enroll(token, { signingKey: 'x' }), 400, 'VALIDATION_FAILED');
    expectProblem(await agent.enroll(token, { facts: { hostname: 'a\nb' } }), 400, 'VALIDATION_FAILED');
    expectProblem(await new SignedAgent(application.url, () => clock.now() - 61_000).enroll(token), 401, 'CLOCK_SKEW');
    expect((await agent.enroll(token)).status).toBe(201);
  });
});
