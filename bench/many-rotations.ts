import { setTimeout as pause } from 'node:timers/promises';
import { api, type Api } from './support/api';
import { median, type Figure } from './support/figures';
import { removeData, startServer } from './support/server-process';
import { SimulatedAgent } from './support/simulated-agent';
import { makeVault } from './support/vault';

const IDENTITIES = 1000;
const AGENTS = 50;
const MOST_MS = 5;
const MOST_LAG = 1.5;
const AT_ONCE = 16;

/** Checks one identity out and in at an easy pace until told to stop; how long each checkout took, ms. */
const checkouts = async (call: Api, id: string, stop: AbortSignal): Promise<readonly number[]> => {
  const took: number[] = [];
  while (!stop.aborted) {
    const began = performance.now();
    const body = { reason: 'bench', durationMinutes: 30 };
    const { session } = await call<{ session: { id: string } }>('POST', `/identities/${id}/checkout`, body);
    took.push(performance.now() - began);
    await call('POST', `/sessions/${session.id}/checkin`);
    await pause(20);
  }
  return took;
};

/** Many rotations at once, on agents that answer at once: what is left is the server's own work. */
export const manyRotations = async (quick: boolean): Promise<readonly Figure[]> => {
  const house = await startServer();
  const call = api(house.url, await house.token('owner@example.com'));
  const { organizationId, vaultId, ids } = await makeVault(call, 1);
  const agents: SimulatedAgent[] = [];
  for (let n = 0; n < AGENTS; n++) {
    agents.push(await SimulatedAgent.join(house.url, call, organizationId, `host ${n}`));
  }
  const wanted = quick ? IDENTITIES / 10 : IDENTITIES;
  const made: string[] = [];
  for (let n = 0; n < wanted; n++) {
    const on = { hostIds: [agents[n % AGENTS]?.hostId], credentialType: 'password', credential: `value ${n}` };
    const body = { identityGroupId: vaultId, name: `account ${n}`, username: `user${n}`, ...on };
    made.push((await call<{ id: string }>('POST', '/identities', body)).id);
  }
  const alone = new AbortController();
  const quiet = checkouts(call, ids[0] as string, alone.signal);
  await pause(quick ? 1000 : 5000);
  alone.abort();
  const usual = median(await quiet);

  const stop = new AbortController();
  let done = 0;
  const all = new Promise<void>((resolve) => {
    const count = (): void => void ((done += 1) === wanted && resolve());
    for (const agent of agents) void agent.work(stop.signal, count);
  });
  await pause(1000);
  const meanwhile = checkouts(call, ids[0] as string, stop.signal);
  const began = performance.now();
  const busy = house.cpuMs();
  const waiting = [...made];
  const ask = async (): Promise<void> => {
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) await call('POST', `/identities/${id}/rotate`);
  };
  await Promise.all([...Array.from({ length: AT_ONCE }, ask), all]);
  const cpu = (house.cpuMs() - busy) / wanted;
  const seconds = (performance.now() - began) / 1000;
  stop.abort();
  const took = await meanwhile;
  const lag = median(took) / usual;
  await house.stop();
  removeData(house.dataDir);
  return [
    {
      what: `${wanted} rotations on ${AGENTS} agents, all asked for at once: the server's CPU for each`,
      measured: `${cpu.toFixed(1)} ms, the checkouts beside them included (${seconds.toFixed(1)} s in all)`,
      mustReach: `≤ ${MOST_MS} ms`,
      reached: cpu <= MOST_MS,
    },
    {
      what: 'checkouts meanwhile, against checkouts alone',
      measured: `${lag.toFixed(2)} × median (${median(took).toFixed(1)} ms of ${usual.toFixed(1)} ms)`,
      mustReach: `≤ ${MOST_LAG}`,
      reached: lag <= MOST_LAG,
    },
  ];
};
