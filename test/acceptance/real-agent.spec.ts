import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packed, startAgent, type AgentProcess } from '../support/agent-edge/agent-process';
import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { until } from '../support/until';

const program = packed();
const folder = mkdtempSync(join(tmpdir(), 'keyledger-real-agent-'));
const running: AgentProcess[] = [];

let application: RunningApplication;
let owner: Client;
let hostId: string;
beforeAll(async () => {
  application = await runningApplication();
  owner = await application.as('owner@example.com');
  const { id: organizationId } = await owner.ok('POST', '/organizations', { name: 'Agents' });
  hostId = (await owner.ok('POST', '/hosts', { name: 'web-1', organizationId })).id;
  mkdirSync(join(folder, 'accounts'));
  const connectors = { 'test-file': { folder: join(folder, 'accounts') } };
  // New keys at every turn.
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ connectors, keyDays: 0 }));
});
afterAll(async () => {
  for (const each of running) each.kill('SIGKILL');
  await Promise.all(running.map((each) => each.ended()));
  await application.end();
  program.remove();
  rmSync(folder, { recursive: true });
});

const run = (machine: string, more: readonly string[] = []): AgentProcess => {
  const always = ['--state-dir', join(folder, machine), '--config', join(folder, 'config.json')];
  const agent = startAgent(program.file, [...always, ...more]);
  running.push(agent);
  return agent;
};

const enrol = async (machine: string): Promise<AgentProcess> => {
  const { token } = await owner.ok('POST', `/hosts/${hostId}/join-token`);
  const agent = run(machine, ['--server', application.url, '--token', token]);
  await until('the enrolment', () => agent.said().includes('enrolled as web-1'), 10_000);
  return agent;
};

const end = async (agent: AgentProcess): Promise<void> => {
  agent.kill('SIGKILL');
  await agent.ended();
};

test('the agent enrols, is online, says what it can do and has new keys when it is time', async () => {
  const agent = await enrol('one');
  await until('new keys', () => agent.said().includes('the keys of this agent were replaced'), 10_000);
  await until('the host online', async () => (await owner.ok('GET', `/hosts/${hostId}`)).online === true, 10_000);
  const { agentVersion, connectors } = await owner.ok('GET', `/hosts/${hostId}`);
  expect(agentVersion).toMatch(/^\d+\.\d+\.\d+$/);
  expect(connectors).toContain('test-file');
  await end(agent);
});

test('a second machine under the same host waits until somebody approves it, which ends the first', async () => {
  const second = await enrol('two');
  await until('the news', () => second.said().includes('somebody has to approve this one; waiting'), 10_000);
  const { items } = await owner.ok('GET', `/hosts/${hostId}/agents`);
  const pending = items.find((each: { status: string }) => each.status === 'pending_approval');
  await owner.ok('POST', `/hosts/${hostId}/agents/${pending.id}/approve`, { reason: 'nobody else is there' });
  const first = run('one');
  await until('the end of the first', () => first.said().includes('it was revoked'), 10_000);
  await Promise.all([end(first), end(second)]);
});
