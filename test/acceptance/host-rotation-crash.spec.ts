import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '../support/application/client';
import { onEngines } from '../support/application/engines';
import { ScriptedAgent, type Handed } from '../support/application/scripted-agent';
import { signedIn, startServer, type ServerProcess } from '../support/application/server-process';
import { until } from '../support/until';

/**
 * The real server is killed without a word between any two steps of a rotation: requested and not staged, staged and not
 * handed out, handed out and not heard, begun and not answered, told and not stored, stored and not answered. It goes on
 * where it was, and in the end the vault and the host agree.
 */
const TIMEOUT_MS = 20_000;
/** On shared stores each start first waits until the one before counts as dead. */
const TIMES = onEngines ? 1 : 2;
const folder = mkdtempSync(join(tmpdir(), 'keyledger-host-crash-'));
const env = { KEYLEDGER_DATA_DIR: join(folder, 'data') };
let server: ServerProcess | undefined;
let owner: Client;
let url: string;
let agent: ScriptedAgent;
let id: string;

const restart = async (): Promise<void> => {
  server?.kill('SIGKILL');
  await server?.ended();
  server = startServer(env);
  url = await server.ready();
  owner = await signedIn(url, env, 'owner@example.com');
  await until('ready', async () => (await owner.get('//health/ready')).status === 200, TIMEOUT_MS);
};

beforeAll(async () => {
  await restart();
  const { id: organizationId } = await owner.ok('POST', '/organizations', { name: 'Crashing' });
  await owner.ok('PUT', `/organizations/${organizationId}/secret`, { secret: 's'.repeat(40) });
  const { id: identityGroupId } = await owner.ok('POST', '/identity-groups', { name: 'Production', organizationId });
  agent = await ScriptedAgent.onNewHost({ url }, owner, organizationId, 'web-1');
  agent.holds = 'the first value';
  const account = { name: 'deploy', username: 'deploy', credential: agent.holds, credentialType: 'password' };
  ({ id } = await owner.ok('POST', '/identities', { identityGroupId, ...account, hostIds: [agent.hostId] }));
  // A request the server was killed before it heard leaves the value as it was: proven, then, from here on.
  await owner.ok('POST', `/identities/${id}/rotate`);
  await agent.work();
}, 2 * TIMEOUT_MS);
afterAll(() => {
  server?.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

/** The same machine finds the server where it now is. */
const crash = async (): Promise<void> => {
  await restart();
  agent.edge.url = url;
};

/** Somewhere between "it has not arrived" and "it was answered". */
const killAround = async (request: Promise<unknown>): Promise<void> => {
  const answered = request.catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 12));
  await crash();
  await answered;
};

/** What an agent does with a journal: it tells what it found until it is heard, then asks for more. */
const goOn = async (found?: Handed): Promise<void> => {
  if (found !== undefined) {
    await until('it is heard', async () => [200, 404].includes((await agent.report(found, 'confirmed')).status));
  }
  for (const end = Date.now() + TIMEOUT_MS; Date.now() < end;) {
    const { status } = (await owner.ok('GET', `/identities/${id}`)).rotation;
    if (status !== 'pending') return;
    const job = await agent.opened(await agent.poll(1));
    if (job === undefined || (await agent.start(job)).status !== 200) continue;
    agent.holds = job.secret.value;
    await agent.report(job, 'confirmed');
  }
  throw new Error('the rotation does not come to an end');
};

const POINTS: Readonly<Record<string, () => Promise<Handed | void>>> = {
  'requested, not staged': () => killAround(owner.post(`/identities/${id}/rotate`)),
  'staged, not handed out': async () => {
    await owner.ok('POST', `/identities/${id}/rotate`);
    await crash();
  },
  'handed out, not heard': async () => {
    await owner.ok('POST', `/identities/${id}/rotate`);
    await killAround(agent.poll(5));
  },
  'begun, not answered': async () => {
    await owner.ok('POST', `/identities/${id}/rotate`);
    await killAround(agent.start(await agent.take()));
  },
  'told, not stored or not answered': async () => {
    await owner.ok('POST', `/identities/${id}/rotate`);
    const job = await agent.take();
    await agent.start(job);
    agent.holds = job.secret.value;
    await killAround(agent.report(job, 'confirmed'));
    return job;
  },
  'stored and answered': async () => {
    await owner.ok('POST', `/identities/${id}/rotate`);
    const job = await agent.work();
    await crash();
    return job;
  },
};

test.each(Object.entries(POINTS).flatMap((point) => Array.from({ length: TIMES }, () => point)))(
  'killed when %s: confirmed in the end, and what the vault shows is what the host holds',
  async (_, killed) => {
    const found = await killed();
    await goOn(found ?? undefined);
    const { credential } = await owner.ok('POST', `/identities/${id}/reveal`);
    expect([credential.value, credential.unverified]).toEqual([agent.holds, undefined]);
  },
  60_000,
);
