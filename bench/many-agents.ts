import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { RetryBackoff } from '../agent/retry-backoff';
import { api, type Api } from './support/api';
import { percentile, type Figure } from './support/figures';
import { joinAgents } from './support/join-agents';
import { pacedApart } from './support/paced-apart';
import { newDataDir, removeData, startServer } from './support/server-process';
import { SimulatedAgent } from './support/simulated-agent';
import { makeVault } from './support/vault';

const AGENTS = 10_000;
const OWNER = 'owner@example.com';
/** A poll lasts 50 s: in a minute each is asked anew at least once. */
const WATCHED_MS = 60_000;
const SETTLING_MS = 5000;
const JOBS = 100;
/** An easy pace, and so long. */
const PER_SECOND = 20;
const SECONDS = 20;
const MIB = 2 ** 20;

/** Polls as an agent does, also after the server was away. */
const serve = async (agent: SimulatedAgent, stop: AbortSignal, done: (identityId: string) => void): Promise<void> => {
  const backoff = new RetryBackoff(Date.now);
  while (!stop.aborted) {
    try {
      await agent.work(stop, ({ identityId }) => {
        backoff.restore();
        done(identityId);
      });
    } catch (error) {
      await pause(backoff.after(error));
    }
  }
};

/** How long a rotation that somebody asks for takes until its agent has done it, ms, one after another. */
const jobs = async (call: Api, ids: readonly string[], done: Map<string, () => void>): Promise<readonly number[]> => {
  const took: number[] = [];
  for (const id of ids) {
    const began = performance.now();
    const finished = new Promise<void>((resolve) => void done.set(id, resolve));
    await call('POST', `/identities/${id}/rotate`, {});
    await finished;
    took.push(performance.now() - began);
  }
  return took;
};

/** Ten thousand agents on one node: what they cost while they wait, how soon a job reaches one, and a restart that all of them meet. */
export const manyAgents = async (quick: boolean): Promise<readonly Figure[]> => {
  const dataDir = newDataDir();
  let application = await startServer(dataDir);
  const port = new URL(application.url).port;
  const token = await application.token(OWNER);
  const call = api(application.url, token);
  const { organizationId, vaultId, ids: checkedOut } = await makeVault(call, 64);
  const agents = await joinAgents(application.url, call, organizationId, quick ? AGENTS / 10 : AGENTS);
  const accounts: string[] = [];
  for (const [n, { hostId }] of agents.slice(0, quick ? JOBS / 10 : JOBS).entries()) {
    const on = { hostIds: [hostId], credentialType: 'password', credential: `value ${n}` };
    const account = { identityGroupId: vaultId, name: `account ${n}`, username: `service${n}`, ...on };
    accounts.push((await call<{ id: string }>('POST', '/identities', account)).id);
  }
  const stop = new AbortController();
  // Each poll listens to it; Node takes so many for a leak.
  setMaxListeners(0, stop.signal);
  const done = new Map<string, () => void>();
  const polling = agents.map((agent) => serve(agent, stop.signal, (id) => done.get(id)?.()));
  await pause(SETTLING_MS);
  const busy = application.cpuMs();
  const watched = quick ? WATCHED_MS / 6 : WATCHED_MS;
  await pause(watched);
  const share = (application.cpuMs() - busy) / watched;
  const memory = application.memory() / MIB;
  const jobP95 = percentile(await jobs(call, accounts, done), 0.95);
  const seconds = quick ? SECONDS / 4 : SECONDS;
  const paced = () => pacedApart(application.url, token, checkedOut, PER_SECOND, seconds);
  const quiet = percentile(await paced(), 0.99);
  await application.stop();
  application = await startServer(dataDir, { KEYLEDGER_PORT: port });
  const met = percentile(await paced(), 0.99);
  stop.abort();
  await Promise.all(polling);
  await application.stop();
  removeData(dataDir);
  const who = `${agents.length.toLocaleString('en')} agents`;
  return [
    {
      what: `${who} that wait for work: one core, and the server's memory`,
      measured: `${(share * 100).toFixed(1)} % of a core, ${memory.toFixed(0)} MiB`,
      mustReach: '≤ 30 % and ≤ 400 MiB',
      reached: share <= 0.3 && memory <= 400,
    },
    {
      what: `a rotation that one of ${who} carries out, from asking to its result, p95`,
      measured: `${jobP95.toFixed(0)} ms`,
      mustReach: '≤ 1,000 ms',
      reached: jobP95 <= 1000,
    },
    {
      what: `checkout p99 while ${who} come back after a restart, against the quiet one`,
      measured: `${(met / quiet).toFixed(2)} × (${met.toFixed(1)} ms, ${quiet.toFixed(1)} ms)`,
      mustReach: '≤ 2 ×',
      reached: met <= 2 * quiet,
    },
  ];
};
