import type { ChallengeAnswer } from '../../wire/agent-messages';
import { serverKey, tokenSealingKey } from '../../wire/server-key';
import { proveServer } from '../../wire/server-proof';
import { AgentGround } from '../support/agent-edge/agent-ground';

const ground = new AgentGround();

describe('before the server is proved to be the one the token is from, it is told nothing', () => {
  const told = (): string => JSON.stringify(ground.edge.requests);
  const secret = (): string => ground.edge.token.split('.')[2] ?? '';
  const stranger = serverKey(Buffer.alloc(32, 9));

  test.each<[string, (answer: ChallengeAnswer) => ChallengeAnswer]>([
    ['another key', (answer) => ({ ...answer, serverKey: stranger.publicKey })],
    [
      'a proof by another key',
      (answer) =>
        proveServer('A'.repeat(43), { ...answer, privateKey: stranger.privateKey, serverKey: answer.serverKey }),
    ],
    [
      'another sealing key than it proved',
      (answer) => ({ ...answer, sealingKey: tokenSealingKey(Buffer.alloc(32, 9)).public }),
    ],
    ['no proof', ({ serverKey: key, sealingKey }) => ({ serverKey: key, sealingKey }) as ChallengeAnswer],
    ['nothing', () => ({}) as ChallengeAnswer],
  ])('one that answers with %s', async (_, forge) => {
    ground.edge.forge = forge;
    const agent = ground.run([...ground.coming, '--once']);
    expect(await agent.ended()).toBe(1);
    expect(agent.said()).toContain('is not the server this join token is from');
    expect(ground.edge.requests.map(({ path }) => path)).toEqual(['/agent/v1/challenge']);
    expect(told()).not.toContain(secret());
  });

  test('one that was proved once: its proof is for one question', async () => {
    let first: ChallengeAnswer | undefined;
    ground.edge.forge = (answer) => (first ??= answer);
    ground.edge.loseAnswer = (path) => path.endsWith('/challenge') && ground.edge.requests.length === 1;
    const agent = ground.run(ground.coming);
    expect(await agent.ended()).toBe(1);
    expect(ground.edge.requests.map(({ path }) => path)).toEqual(['/agent/v1/challenge', '/agent/v1/challenge']);
  });

  test('one that can not be asked, as it is older than the agent', async () => {
    ground.edge.knowsChallenges = false;
    const agent = ground.run([...ground.coming, '--once']);
    expect(await agent.ended()).toBe(1);
    expect(agent.said()).toContain("can't prove which server it is: it is older than this agent");
    expect(told()).not.toContain(secret());
  });

  test('nor does anybody on the way read the token that the right one gets', async () => {
    await ground.enrol();
    expect(ground.edge.requests.map(({ path }) => path).slice(0, 2)).toEqual([
      '/agent/v1/challenge',
      '/agent/v1/enroll',
    ]);
    expect(told()).not.toContain(secret());
  });
});
