import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { announceKey } from '../../wire/server-key-announcement';
import { serverKey } from '../../wire/server-key';
import { AgentGround } from '../support/agent-edge/agent-ground';
import { until } from '../support/until';

const ground = new AgentGround();
const pinned = (): string =>
  (JSON.parse(readFileSync(join(ground.stateDir, 'agent.json'), 'utf8')) as { serverKey: string }).serverKey;
const asked = (): number => ground.edge.requests.filter(({ path }) => path === '/agent/v1/server-key').length;
const stranger = serverKey(Buffer.alloc(32, 9));

test('a key that the former one announced is learnt, kept on disk, and its jobs are done', async () => {
  await ground.enrol();
  ground.edge.changeKey();
  ground.edge.changeKey();
  ground.order();
  expect(await ground.run(['--once']).ended()).toBe(0);
  expect(ground.value).toBe('the-new-value');
  expect(pinned()).toBe(ground.edge.key.publicKey);
  expect(await ground.run(['--once']).ended()).toBe(0);
  expect(asked()).toBe(1);
});

test('one that runs learns it with its next poll, before there is a job', async () => {
  await ground.enrol();
  const agent = ground.run([]);
  await until('it runs', () => agent.said().includes('agent of host'), 10_000);
  ground.edge.changeKey();
  ground.order();
  expect(await ground.result()).toMatchObject({ outcome: 'confirmed' });
  expect(agent.said()).toContain("the server's key was changed");
});

test('an answer that is lost is asked for again', async () => {
  await ground.enrol();
  ground.edge.changeKey();
  let lost = 0;
  ground.edge.loseAnswer = (path) => path.endsWith('/server-key') && lost++ === 0;
  ground.order();
  ground.run([]);
  expect(await ground.result()).toMatchObject({ outcome: 'confirmed' });
  expect(pinned()).toBe(ground.edge.key.publicKey);
});

test.each<[string, () => void]>([
  ['nothing announces', () => ground.edge.changeKey(false)],
  [
    'somebody else announces',
    () => {
      const forged = { ...announceKey(stranger, stranger.publicKey), formerKey: ground.edge.key.publicKey };
      ground.edge.changeKey(false);
      ground.edge.announcements.push({ ...forged, key: ground.edge.key.publicKey });
    },
  ],
])('a key that %s is not learnt: its jobs are refused, and a person is told', async (_, change) => {
  await ground.enrol();
  const before = pinned();
  change();
  ground.order();
  const agent = ground.run(['--once']);
  await agent.ended();
  expect(agent.said()).toContain('enrol this host anew');
  expect(agent.said()).toContain("the job's signature is not the server's");
  expect(ground.value).toBe('the-old-value');
  expect(pinned()).toBe(before);
});

test('a server from before its key could be changed says nothing of it, and is served on', async () => {
  ground.edge.namesItsKey = false;
  ground.order();
  await ground.enrol();
  expect(ground.value).toBe('the-new-value');
  expect(asked()).toBe(0);
});

test('a join token from before the change lets in, where its key leads to the new one', async () => {
  ground.edge.changeKey();
  ground.order();
  expect(await ground.run([...ground.coming, '--once']).ended()).toBe(0);
  expect(pinned()).toBe(ground.edge.key.publicKey);
  expect(ground.value).toBe('the-new-value');
});

test('and does not, where nothing leads there', async () => {
  ground.edge.changeKey(false);
  const agent = ground.run([...ground.coming, '--once']);
  expect(await agent.ended()).toBe(1);
  expect(agent.said()).toContain('is not the server this join token is from');
});
