import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { ChallengeAnswer } from '../../wire/agent-messages';
import { fingerprintOf, parseJoinToken } from '../../wire/join-token';
import { sealToken } from '../../wire/join-token-box';
import { rawKeyOf } from '../../wire/raw-key';
import { serverIsProved } from '../../wire/server-proof';
import type { Answer } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { SignedAgent } from '../support/application/signed-agent';
import { newFixture, type Fixture } from '../support/application/fixture';

/** How an agent makes sure of the server before it hands over its join token. */
let application: RunningApplication;
let fixture: Fixture;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
});
afterAll(() => application.end());

const newToken = async (): Promise<string> => {
  const { hostAdmin } = fixture.people;
  const { id } = await hostAdmin.ok('POST', '/hosts', { name: 'web-1', organizationId: fixture.organizationId });
  return (await hostAdmin.ok('POST', `/hosts/${id}/join-token`)).token;
};
const newAgent = (): SignedAgent => new SignedAgent(application.url);
const newNonce = (): string => randomBytes(32).toString('base64url');
const ask = (agent: SignedAgent, nonce: string): Promise<Answer> =>
  agent.send('/agent/v1/challenge', { nonce, signingKey: agent.keys.signingKey });

const proofFor = async (agent: SignedAgent): Promise<ChallengeAnswer> => (await ask(agent, newNonce())).body;
const come = (agent: SignedAgent, more: object): Promise<Answer> =>
  agent.enroll(undefined as unknown as string, { token: undefined, ...more });

test('the server proves the key whose fingerprint stands in its join tokens, for this one question', async () => {
  const agent = newAgent();
  const nonce = newNonce();
  const { status, body } = await ask(agent, nonce);
  expect(status).toBe(200);
  expect(fingerprintOf(body.serverKey)).toBe(parseJoinToken(await newToken())?.fingerprint);
  expect(serverIsProved(nonce, body)).toBe(true);
  expect(serverIsProved(newNonce(), body)).toBe(false);
  const other = rawKeyOf(generateKeyPairSync('x25519').publicKey);
  expect(serverIsProved(nonce, { ...body, sealingKey: other })).toBe(false);
});

test('a token that is sealed to it lets in the keys that it was sealed for, once', async () => {
  const token = await newToken();
  const agent = newAgent();
  const { sealingKey } = await proofFor(agent);
  const sealedToken = await sealToken(token, agent.keys, sealingKey);
  expect((await come(agent, { sealedToken })).status).toBe(201);
  const another = newAgent();
  const stolen = await come(another, { sealedToken });
  expect(stolen).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
  const again = await come(another, { sealedToken: await sealToken(token, another.keys, sealingKey) });
  expect(again).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
});

test('somebody on the way can let in no other keys by a token that is passed on', async () => {
  const token = await newToken();
  const [agent, thief] = [newAgent(), newAgent()];
  const { sealingKey } = await proofFor(thief);
  const sealedToken = await sealToken(token, agent.keys, sealingKey);
  expect((await come(thief, { sealedToken })).status).toBe(401);
  expect((await come(agent, { sealedToken })).status).toBe(201);
});

test('an agent from before that tells its token in clear is let in as ever', async () => {
  expect((await newAgent().enroll(await newToken())).status).toBe(201);
});

test('a token is told in one way', async () => {
  const token = await newToken();
  const agent = newAgent();
  const { sealingKey } = await proofFor(agent);
  const sealedToken = await sealToken(token, agent.keys, sealingKey);
  for (const more of [{}, { token, sealedToken }]) {
    expect(await come(agent, more)).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
  }
});

test('a question that is none is refused, and an unsigned one gets no answer', async () => {
  const agent = newAgent();
  expect(await ask(agent, 'short')).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
  const { signingKey } = newAgent().keys;
  const strange = await agent.send('/agent/v1/challenge', { nonce: newNonce(), signingKey });
  expect(strange).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
});
