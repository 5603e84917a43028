import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LeaseAnswer } from '../../wire/agent-messages';
import type { JobOrder } from '../../wire/job-order';
import { signJob } from '../../wire/job-signature';
import { serverKey } from '../../wire/server-key';
import { AgentGround } from '../support/agent-edge/agent-ground';
import { HOST_ID } from '../support/agent-edge/fake-edge';
import { until } from '../support/until';

const ground = new AgentGround();

test('sets a value, proves it and tells of it', async () => {
  ground.order();
  const agent = ground.run([...ground.coming, '--once']);
  expect(await agent.ended()).toBe(0);
  expect(ground.edge.results).toMatchObject([{ type: 'set', version: 2, outcome: 'confirmed' }]);
  expect(ground.value).toBe('the-new-value');
  for (const text of [ground.journal, agent.said()]) expect(text).not.toMatch(/the-(new|old)-value/);
});

test('tells what the target itself calls the account, of a look as well as of a change, where it can', async () => {
  const name = { machine: 'f'.repeat(64), port: 7, name: 'app' };
  ground.order();
  ground.order({ jobId: 'identity.job-2', type: 'verify' });
  writeFileSync(join(ground.accounts, 'unnamed'), 'x');
  const target = { connector: 'test-file', username: 'unnamed', settings: {} };
  ground.order({ jobId: 'identity.job-3', type: 'verify', target, secret: { value: 'x' } });
  await ground.enrol();
  expect(ground.edge.results.map(({ outcome, target: told }) => [outcome, told])).toEqual([
    ['confirmed', name],
    ['confirmed', name],
    ['confirmed', undefined],
  ]);
});

test('a server that does not know of such names gets the result without', async () => {
  ground.edge.knowsTargets = false;
  ground.order();
  await ground.enrol();
  expect(ground.edge.results).toMatchObject([{ outcome: 'confirmed', version: 2 }]);
  expect(ground.edge.results[0]).not.toHaveProperty('target');
});

test('says in its log which account, of which connector, and why', async () => {
  ground.order();
  const settings = { port: 70 };
  const target = { connector: 'test-file', username: 'no\nbody', settings };
  ground.order({ jobId: 'identity.job-2', target });
  ground.order({ jobId: 'identity.job-3', secret: { value: 'weak-password-1' } });
  const agent = ground.run([...ground.coming, '--once']);
  expect(await agent.ended()).toBe(0);
  expect(agent.said()).toContain('job identity.job-1 (test-file, account app): confirmed\n');
  const unknown = 'not_changed, ACCOUNT_UNKNOWN, there is no such account';
  expect(agent.said()).toContain(`job identity.job-2 (test-file, account no body at port 70): ${unknown}\n`);
  expect(agent.said()).toContain('(test-file, account app): not_changed, POLICY_REJECTED, (secret) is too weak\n');
  expect(agent.said()).not.toMatch(/weak-password-1|the-(new|old)-value/);
});

test('verifies without changing anything', async () => {
  ground.order({ type: 'verify', secret: { value: 'the-old-value' } });
  ground.order({ jobId: 'identity.job-2', type: 'verify' });
  await ground.enrol();
  expect(ground.edge.results).toMatchObject([{ outcome: 'confirmed' }, { outcome: 'drifted', code: 'LOGIN_REFUSED' }]);
  expect(ground.value).toBe('the-old-value');
});

test('no secret leaves in the detail of a refusal', async () => {
  ground.order({ secret: { value: 'weak-password-1' } });
  await ground.enrol();
  expect(ground.edge.results).toMatchObject([
    { outcome: 'not_changed', code: 'POLICY_REJECTED', detail: '(secret) is too weak' },
  ]);
  expect(ground.journal).not.toContain('weak-password-1');
});

const forged =
  (change: (order: JobOrder) => object, key = () => ground.edge.key) =>
  (lease: LeaseAnswer): LeaseAnswer => {
    const order = JSON.stringify({ ...JSON.parse(lease.job.order), ...change(JSON.parse(lease.job.order)) });
    return { ...lease, job: signJob({ order, sealed: lease.job.sealed }, key().privateKey) };
  };
const stranger = serverKey(Buffer.alloc(32, 9));

test.each<[string, () => (lease: LeaseAnswer) => LeaseAnswer]>([
  [
    'signed by somebody else',
    () =>
      forged(
        () => ({}),
        () => stranger,
      ),
  ],
  [
    'altered after it was signed',
    () => (lease) => ({
      ...lease,
      job: { ...lease.job, order: lease.job.order.replace('"version":2', '"version":3') },
    }),
  ],
  ['for another agent', () => forged(() => ({ agentId: `${HOST_ID}.other` }))],
  ['for another host', () => forged(() => ({ hostId: '1'.repeat(32) }))],
  ['of another lease', () => forged(() => ({ leaseId: 'other' }))],
  [
    'whose secret belongs to another order',
    () => forged(({ target }) => ({ target: { ...target, settings: { port: 1 } } })),
  ],
])('a job %s is refused, and nothing is touched', async (_, mangle) => {
  ground.edge.mangle = mangle();
  ground.order();
  ground.run(ground.coming);
  expect(await ground.result()).toMatchObject({ outcome: 'not_changed', code: 'BAD_JOB' });
  expect(ground.value).toBe('the-old-value');
  expect(ground.edge.requests.some(({ path }) => path.endsWith('/started'))).toBe(false);
});

test.each<[string, unknown]>([
  ['no list', 'ssh-ed25519 AAAA'],
  ['of something else', ['ssh-ed25519 AAAA']],
  ['with a line of its own', [{ publicKey: 'ssh-ed25519 AAAA\nssh-ed25519 BBBB' }]],
  ['with options', [{ publicKey: 'no-pty ssh-ed25519 AAAA' }]],
])('old keys that are %s make no order', async (_, oldKeys) => {
  ground.edge.mangle = forged(() => ({ oldKeys }));
  ground.order();
  const agent = ground.run(ground.coming);
  await until('the complaint', () => agent.said().includes('has not the shape of one'), 10_000);
  expect(ground.value).toBe('the-old-value');
});

test.each(['', 'null', '{}', '{"v":1}', '[]', '{"v":3,"jobId":"x"}'])(
  'an order %j is no order, and answered to nobody',
  async (order) => {
    ground.edge.mangle = (lease) => ({
      ...lease,
      job: signJob({ order, sealed: lease.job.sealed }, ground.edge.key.privateKey),
    });
    ground.order();
    const agent = ground.run(ground.coming);
    await until('the complaint', () => agent.said().includes('has not the shape of one'), 10_000);
    expect(ground.edge.results).toEqual([]);
    expect(ground.value).toBe('the-old-value');
  },
);

test('a forged refusal of what it did does not make it deny it', async () => {
  ground.order();
  await ground.enrol();
  ground.order();
  ground.edge.mangle = forged(
    () => ({}),
    () => stranger,
  );
  await ground.run(['--once']).ended();
  expect(ground.edge.results.map(({ outcome }) => outcome)).toEqual(['confirmed']);
});

test('an older version never goes over a newer one, and a replayed job changes nothing', async () => {
  ground.order({ version: 3 });
  ground.order({ jobId: 'identity.job-2', version: 2, secret: { value: 'an-older-value' } });
  await ground.enrol();
  ground.order({ version: 3 });
  expect(await ground.run(['--once']).ended()).toBe(0);
  expect(ground.edge.results.map(({ outcome, code, held }) => [outcome, code, held])).toEqual([
    ['confirmed', undefined, undefined],
    ['not_changed', 'STALE_VERSION', 3],
    ['confirmed', undefined, undefined],
  ]);
  expect(ground.value).toBe('the-new-value');
  expect(ground.timesSet).toBe(1);
});

test('the same version under a new job is verified, not set again; after drift it is', async () => {
  ground.order();
  ground.order({ jobId: 'identity.job-2' });
  await ground.enrol();
  expect(ground.timesSet).toBe(1);
  writeFileSync(ground.account, 'set by somebody else');
  ground.order({ jobId: 'identity.job-3' });
  expect(await ground.run(['--once']).ended()).toBe(0);
  expect(ground.edge.results.map(({ outcome }) => outcome)).toEqual(['confirmed', 'confirmed', 'confirmed']);
  expect(ground.timesSet).toBe(2);
  expect(ground.value).toBe('the-new-value');
});

test('what came too late, is of no known connector, or of no account, is refused by name', async () => {
  ground.order({ notAfter: new Date(0).toISOString() });
  ground.order({ jobId: 'identity.job-2', target: { connector: 'redis', username: 'app', settings: {} } });
  ground.order({ jobId: 'identity.job-3', target: { connector: 'test-file', username: 'nobody', settings: {} } });
  await ground.enrol();
  expect(ground.edge.results.map(({ outcome, code }) => [outcome, code])).toEqual([
    ['not_changed', 'EXPIRED'],
    ['not_changed', 'UNSUPPORTED'],
    ['not_changed', 'ACCOUNT_UNKNOWN'],
  ]);
});

/** The value is in, and nobody knows: killed before it was written down. */
const leaveUnknown = async (): Promise<void> => {
  await ground.enrol();
  ground.order();
  expect(await ground.run([], { KEYLEDGER_TEST_CRASH_AT: 'changed-not-journalled' }).ended()).toBe('SIGKILL');
};

test('a value that may be in is looked for before it is set, also after another job came to nothing', async () => {
  await leaveUnknown();
  ground.edge.jobs.delete('identity.job-1');
  ground.order({ jobId: 'identity.job-2', notAfter: new Date(0).toISOString() });
  ground.order({ jobId: 'identity.job-3' });
  expect(await ground.run(['--once']).ended()).toBe(0);
  expect(ground.edge.results.map(({ outcome, code }) => [outcome, code])).toEqual([
    ['not_changed', 'EXPIRED'],
    ['confirmed', undefined],
  ]);
  expect(ground.timesSet).toBe(1);
});

test('a job that was begun is never denied, also where its connector has gone since', async () => {
  await leaveUnknown();
  ground.configure({ connectors: {} });
  expect(await ground.run(['--once']).ended()).toBe(0);
  ground.configure({});
  ground.order({ jobId: 'identity.job-2' });
  expect(await ground.run(['--once']).ended()).toBe(0);
  expect(ground.edge.results.map(({ outcome, code }) => [outcome, code])).toEqual([
    ['unverified', 'UNSUPPORTED'],
    ['confirmed', undefined],
  ]);
  expect(ground.timesSet).toBe(1);
});
