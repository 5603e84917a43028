import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprintOf } from '../../wire/join-token';
import { AgentGround } from '../support/agent-edge/agent-ground';
import { HOST_ID } from '../support/agent-edge/fake-edge';
import { until } from '../support/until';

const ground = new AgentGround();
const usedUp = (): string => `klj.${HOST_ID}.${'a'.repeat(43)}.${fingerprintOf(ground.edge.key.publicKey)}`;

test('enrols once, and later starts need neither server nor token', async () => {
  const first = ground.run([...ground.coming, '--once']);
  expect(await first.ended()).toBe(0);
  expect(first.said()).toContain(`enrolled as web-1 (agent ${ground.edge.agentId})`);
  const enrolments = () => ground.edge.requests.filter(({ path }) => path.endsWith('/enroll'));
  expect(enrolments()).toMatchObject([{ body: { facts: { connectors: expect.arrayContaining(['test-file']) } } }]);
  expect(await ground.run(['--once']).ended()).toBe(0);
  // The same token again, as a unit file may have it for ever.
  expect(await ground.run([...ground.coming, '--once']).ended()).toBe(0);
  expect(enrolments()).toHaveLength(1);
  expect(statSync(ground.stateDir).mode & 0o777).toBe(0o700);
  for (const file of ['agent.json', 'sequence', 'journal.jsonl']) {
    expect(statSync(join(ground.stateDir, file)).mode & 0o777).toBe(0o600);
  }
});

test('a new token enrols anew, with new keys, and waits for approval', async () => {
  await ground.enrol();
  ground.edge.status = 'pending_approval';
  ground.edge.freshToken();
  const agent = ground.run(ground.coming);
  await until('the news', () => agent.said().includes('somebody has to approve this one; waiting'), 10_000);
  ground.edge.status = 'active';
  ground.order();
  await until('the result', () => ground.edge.results.length > 0, 20_000);
  const keys = ground.edge.requests
    .filter(({ path }) => path.endsWith('/enroll'))
    .map(({ body }) => (body as { signingKey: string }).signingKey);
  expect(new Set(keys).size).toBe(2);
}, 30_000);

test.each([
  ['a token that is none', () => ['--server', ground.edge.url, '--token', 'klj.nonsense'], /no join token/, 2],
  ['a token that is used up', () => ['--server', ground.edge.url, '--token', usedUp()], /ask for a new one/, 1],
  [
    "another server's token",
    () => ['--server', ground.edge.url, '--token', ground.edge.freshToken('c'.repeat(43))],
    /not the server this join token is from/,
    1,
  ],
  ['no token', () => ['--server', ground.edge.url], /--token JOIN_TOKEN is needed/, 2],
  ['nothing', () => [], /--server and --token are needed/, 2],
  [
    'plain http to elsewhere',
    () => ['--server', 'http://vault.example.com', '--token', ground.edge.token],
    /must begin with https/,
    2,
  ],
  [
    'a server with a path',
    () => ['--server', `${ground.edge.url}/vault`, '--token', ground.edge.token],
    /scheme, name and port only/,
    2,
  ],
])('given %s, it says so in one line and ends', async (_, args, line, code) => {
  const agent = ground.run([...args(), '--once']);
  expect(await agent.ended()).toBe(code);
  expect(agent.said().trim()).toMatch(line);
  expect(agent.said().trim().split('\n')).toHaveLength(1);
});

test('an enrolment whose answer was lost goes on with the same keys', async () => {
  let lost = 0;
  ground.edge.loseAnswer = (path) => path.endsWith('/enroll') && lost++ === 0;
  ground.order();
  ground.run(ground.coming);
  expect(await ground.result()).toMatchObject({ outcome: 'confirmed' });
});

test.each([
  ['revoked', () => (ground.edge.status = 'revoked'), /it was revoked/],
  ['seen twice', () => (ground.edge.cloned = true), /copied or set back/],
])('an agent that was %s says so, and stops asking often', async (_, make, line) => {
  await ground.enrol();
  make();
  const before = ground.edge.requests.length;
  const agent = ground.run();
  await until('the news', () => line.test(agent.said()), 10_000);
  agent.kill('SIGTERM');
  expect(await agent.ended()).toBe(0);
  expect(ground.edge.requests.length - before).toBeLessThanOrEqual(1);
});

test('two agents on one state folder: the second one ends at once', async () => {
  const first = ground.run(ground.coming);
  await until('a poll', () => ground.edge.requests.some(({ path }) => path.endsWith('/lease')), 10_000);
  const second = ground.run();
  expect(await second.ended()).toBe(1);
  expect(second.said()).toContain('another agent runs on this state folder');
  first.kill('SIGTERM');
  expect(await first.ended()).toBe(0);
});

test('a copied state folder is found by its numbers', async () => {
  await ground.enrol();
  const sequence = readFileSync(join(ground.stateDir, 'sequence'));
  expect(await ground.run(['--once']).ended()).toBe(0);
  writeFileSync(join(ground.stateDir, 'sequence'), sequence);
  expect(await ground.run(['--once']).ended()).toBe(1);
  expect(ground.edge.cloned).toBe(true);
});

describe.each([
  ['is gone', undefined],
  ['is damaged', 'x'.repeat(128)],
])('a sequence number that %s', (_, left) => {
  beforeEach(async () => {
    await ground.enrol();
    const path = join(ground.stateDir, 'sequence');
    if (left === undefined) rmSync(path);
    else writeFileSync(path, left);
  });
  const isRefused = async (args: readonly string[]): Promise<void> => {
    const agent = ground.run([...args, '--once']);
    expect(await agent.ended()).toBe(1);
    expect(agent.said()).toContain('the sequence number is lost: enrol this host again with a new join token');
  };

  test('is begun anew with a new token only', async () => {
    await isRefused([]);
    await isRefused(ground.coming);
    ground.edge.freshToken();
    ground.order();
    const agent = ground.run([...ground.coming, '--once']);
    expect(await agent.ended()).toBe(0);
    expect(await ground.run(['--once']).ended()).toBe(0);
    expect(ground.edge.results).toMatchObject([{ outcome: 'confirmed' }]);
    expect(ground.edge.cloned).toBe(false);
  });

  test('stays lost when the server does not take the new token: begun anew, the old agent would seem a copy', async () => {
    const used = usedUp();
    const agent = ground.run(['--server', ground.edge.url, '--token', used, '--once']);
    expect(await agent.ended()).toBe(1);
    expect(agent.said()).toContain('ask for a new one');
    await isRefused([]);
    expect(ground.edge.cloned).toBe(false);
  });
});

test('keys that are old are replaced, also when the answer was lost', async () => {
  await ground.enrol();
  const keysOf = () => JSON.parse(readFileSync(join(ground.stateDir, 'agent.json'), 'utf8')).keys.signing.public;
  const before = keysOf();
  ground.configure({ keyDays: 0 });
  let lost = 0;
  ground.edge.loseAnswer = (path) => path.endsWith('/keys') && lost++ === 0;
  expect(await ground.run(['--once']).ended()).toBe(1);
  expect(keysOf()).toBe(before);
  ground.configure({});
  ground.order();
  expect(await ground.run(['--once']).ended()).toBe(0);
  expect(keysOf()).not.toBe(before);
  expect(ground.edge.results).toMatchObject([{ outcome: 'confirmed' }]);
});

describe('what others could get at ends the start', () => {
  test('a configuration that they could write', async () => {
    chmodSync(ground.configFile, 0o646);
    const agent = ground.run([...ground.coming, '--once']);
    expect(await agent.ended()).toBe(1);
    expect(agent.said()).toMatch(/others can write .*config\.json \(mode 0646\): chmod 644 it/);
    expect(ground.edge.requests).toEqual([]);
  });

  test.each(['agent.json', 'sequence', 'journal.jsonl'])('%s that they could read', async (name) => {
    await ground.enrol();
    const before = ground.edge.requests.length;
    chmodSync(join(ground.stateDir, name), 0o644);
    const agent = ground.run(['--once']);
    expect(await agent.ended()).toBe(1);
    expect(agent.said()).toMatch(/others can get at .*enrol this host anew/);
    expect(ground.edge.requests).toHaveLength(before);
  });
});

test('--check tells what would work, and changes nothing', async () => {
  await ground.enrol();
  const requests = ground.edge.requests.length;
  const good = ground.run(['--check']);
  await good.ended();
  expect(good.said()).toMatch(/ok {2}enrolled as web-1/);
  expect(good.said()).toMatch(/ok {2}connector test-file/);
  rmSync(ground.accounts, { recursive: true });
  const bad = ground.run(['--check']);
  expect(await bad.ended()).toBe(1);
  expect(bad.said()).toMatch(/no {2}connector test-file: there is no folder of accounts/);
  expect(ground.edge.requests).toHaveLength(requests);
  mkdirSync(ground.accounts);
});
