import { keyledger, reaching, type Environment, type Ran } from '../support/application/command-line';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { ScriptedAgent } from '../support/application/scripted-agent';
import { newFixture, type Fixture } from '../support/application/fixture';

let application: RunningApplication;
let fixture: Fixture;
let env: Environment;
let agent: ScriptedAgent;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
  env = await reaching(application);
  agent = await ScriptedAgent.onNewHost(application, fixture.owner, fixture.organizationId, 'web-1');
});
afterAll(() => application.end());

const rotated = async (username: string): Promise<string> => {
  const { id } = await fixture.newIdentity({ username, hostIds: [agent.hostId] });
  await fixture.owner.ok('POST', `/identities/${id}/rotate`);
  return id;
};

/** Watches while the agent does its job with this outcome. */
const watch = async (id: string, outcome: 'confirmed' | 'not_changed'): Promise<Ran> => {
  const watching = keyledger(['rotation', id, '--watch'], env);
  const job = await agent.take();
  await agent.start(job);
  await agent.report(job, outcome);
  return watching;
};

test('rotation says in plain words what waits for whom', async () => {
  const id = await rotated('deploy');
  const { status, stdout } = await keyledger(['rotation', id], env);
  expect(status).toBe(0);
  expect(stdout).toMatch(
    /^pending: Waiting for host web-1\. The present value stays in use\.\n {2}web-1 +queued +version 1/,
  );
  expect((await fixture.owner.get('//metrics')).text).toContain('keyledger_open_jobs{state="queued"} 1');
  const { stdout: json } = await keyledger(['rotation', id, '--json'], env);
  expect(JSON.parse(json)).toMatchObject({ status: 'pending', hosts: [{ hostName: 'web-1', state: 'queued' }] });
  expect(await watch(id, 'confirmed')).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/(^|\n)confirmed: .*\n {2}web-1 +confirmed +version 2/),
  });
});

test('a rotation that fails needs a person: the watch ends with 3', async () => {
  const { status, stdout } = await watch(await rotated('backup'), 'not_changed');
  expect(status).toBe(3);
  expect(stdout).toMatch(/failed: The last rotation failed: host web-1 kept the old one\./);
});

test('a watch never outlasts what can happen by itself', async () => {
  const alone = await fixture.newIdentity();
  expect(await keyledger(['rotation', alone.id, '--watch'], env)).toMatchObject({ status: 0 });
  const unproved = await fixture.newIdentity({ username: 'nobody-proved', hostIds: [agent.hostId] });
  const { status, stdout } = await keyledger(['rotation', unproved.id, '--watch'], env);
  expect({ status, stdout }).toEqual({
    status: 3,
    stdout: expect.stringContaining('Nobody has proved that host web-1'),
  });
  const manual = await fixture.newIdentity({ credentialType: 'api_key' });
  await fixture.owner.ok('POST', `/identities/${manual.id}/rotate`);
  expect(await keyledger(['rotation', manual.id, '--watch'], env)).toMatchObject({ status: 3 });
});

test('a value set by hand is confirmed by nobody until its host has proved it', async () => {
  const id = await rotated('typed');
  await watch(id, 'confirmed');
  await fixture.owner.ok('PUT', `/identities/${id}/credential`, { credential: 'typed by a person' });
  const { status, stdout } = await keyledger(['rotation', id, '--watch'], env);
  expect(status).toBe(3);
  expect(stdout).not.toContain('The value is confirmed');
  expect((await fixture.owner.ok('GET', `/identities/${id}`)).rotation.detail).toContain('set by hand');
});

test('a watch ends at its timeout, and calls nothing off', async () => {
  const id = await rotated('slow');
  const run = await keyledger(['rotation', id, '--watch', '--timeout', '1'], env);
  expect(run).toMatchObject({ status: 4, stdout: expect.stringMatching(/^pending: /) });
  expect((await fixture.owner.ok('GET', `/identities/${id}/rotation`)).status).toBe('pending');
  expect((await watch(id, 'confirmed')).status).toBe(0);
});

test.each([['0'], ['-1'], ['soon'], ['1d'], ['481h'], ['']])('a timeout of "%s" is a wrong call', async (timeout) => {
  expect((await keyledger(['rotation', 'any', '--watch', `--timeout=${timeout}`], env)).status).toBe(2);
});

test('a timeout without a watch is a wrong call', async () => {
  expect((await keyledger(['rotation', 'any', '--timeout', '5'], env)).status).toBe(2);
});

test('what is no identity is told in one line', async () => {
  expect(await keyledger(['rotation', 'nothing'], env)).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^[^\n]+\n$/),
  });
  expect((await keyledger(['rotation'], env)).status).toBe(2);
});
