import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { api } from './support/api';
import type { Figure } from './support/figures';
import { joinAgents } from './support/join-agents';
import { removeData, startServer } from './support/server-process';
import { makeVault } from './support/vault';

const AGENTS = 1000;
const MOST_MIB = 60;
const MOST_SHARE = 0.03;
/** A poll lasts 50 s: in a minute each is asked anew at least once. */
const WATCHED_MS = 60_000;
const SETTLING_MS = 5_000;

/** What many agents cost that have nothing to do. */
export const idleAgents = async (quick: boolean): Promise<readonly Figure[]> => {
  const application = await startServer();
  const call = api(application.url, await application.token('owner@example.com'));
  const { organizationId } = await makeVault(call, 0);
  const agents = await joinAgents(application.url, call, organizationId, quick ? AGENTS / 10 : AGENTS);
  await pause(SETTLING_MS);
  const before = application.memory();
  const stop = new AbortController();
  // Each poll listens to it; Node takes so many for a leak.
  setMaxListeners(0, stop.signal);
  const polling = agents.map((agent) => agent.work(stop.signal, () => undefined));
  await pause(SETTLING_MS);
  const busy = application.cpuMs();
  await pause(quick ? WATCHED_MS / 6 : WATCHED_MS);
  const share = (application.cpuMs() - busy) / (quick ? WATCHED_MS / 6 : WATCHED_MS);
  const more = (application.memory() - before) / 2 ** 20;
  stop.abort();
  await Promise.all(polling);
  await application.stop();
  removeData(application.dataDir);
  return [
    {
      what: `${agents.length} agents that wait for work: memory, and one core`,
      measured: `${more.toFixed(0)} MiB more, ${(share * 100).toFixed(1)} % of a core`,
      mustReach: `≤ ${MOST_MIB} MiB more and ≤ ${MOST_SHARE * 100} %`,
      reached: more <= MOST_MIB && share <= MOST_SHARE,
    },
  ];
};
