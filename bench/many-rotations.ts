import { setTimeout as pause } from 'node:timers/promises';
import { api, type Api } from './support/api';
import { median, type Figure } from './support/figures';
import { ahead, newDataDir, removeData, startServer } from './support/server-process';
import { SimulatedAgent } from './support/simulated-agent';
import { untilCurrent } from './support/until-current';
import { makeVault } from './support/vault';

/** Rotated first, while the server's code is still being compiled; told apart. */
const FIRST = 500;
const IDENTITIES = 1000;
/** Rotated last, with checkouts beside them. */
const BESIDE = 250;
const AGENTS = 50;
const MOST_MS = 5;
const MOST_LAG = 1.5;
const OWNER = 'owner@example.com';
/** Intervals are whole days. */
const DUE_AFTER_MS = 25 * 60 * 60_000;

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

/** Everything that is to rotate, made a day before it is due, and what checkouts take while nothing else happens. */
const prepare = async (dataDir: string, wanted: number, quietMs: number) => {
  const application = await startServer(dataDir);
  const call = api(application.url, await application.token(OWNER));
  const { organizationId, vaultId, ids } = await makeVault(call, 1);
  const agents: SimulatedAgent[] = [];
  for (let n = 0; n < AGENTS; n++) {
    agents.push(await SimulatedAgent.join(application.url, call, organizationId, `host ${n}`));
  }
  for (let n = 0; n < wanted; n++) {
    const on = { hostIds: [agents[n % AGENTS]?.hostId], credentialType: 'password', credential: `value ${n}` };
    const account = { identityGroupId: vaultId, name: `account ${n}`, username: `user${n}`, rotationIntervalDays: 1 };
    await call('POST', '/identities', { ...account, ...on });
  }
  await untilCurrent(call);
  const stop = new AbortController();
  const quiet = checkouts(call, ids[0] as string, stop.signal);
  await pause(quietMs);
  stop.abort();
  const usual = median(await quiet);
  await application.stop();
  return { agents, checkedOut: ids[0] as string, usual };
};

/** Counts what is done, for those who wait for some number of it. */
class Count {
  private done = 0;
  private readonly waiting = new Map<number, () => void>();

  one(): void {
    this.waiting.get((this.done += 1))?.();
  }

  reached(number: number): Promise<void> {
    return new Promise((resolve) => this.waiting.set(number, resolve));
  }
}

/** Many identities that are due at once, on agents that answer at once: what is left is the server's own work. */
export const manyRotations = async (quick: boolean): Promise<readonly Figure[]> => {
  const dataDir = newDataDir();
  const share = quick ? 0.1 : 1;
  const [first, wanted, beside] = [FIRST * share, IDENTITIES * share, BESIDE * share];
  const { agents, checkedOut, usual } = await prepare(dataDir, first + wanted + beside, quick ? 1000 : 5000);
  const application = await startServer(dataDir, ahead(DUE_AFTER_MS));
  const call = api(application.url, await application.token(OWNER));
  const began = application.cpuMs();
  const stop = new AbortController();
  const rotations = new Count();
  const [warm, done, all] = [first, first + wanted, first + wanted + beside].map((n) => rotations.reached(n));
  for (const agent of agents) {
    agent.moveTo(application.url, DUE_AFTER_MS);
    void agent.work(stop.signal, ({ type }) => {
      // Once a day hosts are asked what they hold, too.
      if (type === 'set') rotations.one();
    });
  }
  await warm;
  const busy = application.cpuMs();
  await done;
  const cpu = (application.cpuMs() - busy) / wanted;
  const cold = (busy - began) / first;
  const meanwhile = checkouts(call, checkedOut, stop.signal);
  await all;
  stop.abort();
  const took = await meanwhile;
  const lag = median(took) / usual;
  await application.stop();
  removeData(dataDir);
  return [
    {
      what: `${wanted} due identities on ${AGENTS} agents, from due to confirmed: the server's CPU for each`,
      measured: `${cpu.toFixed(1)} ms (${cold.toFixed(1)} ms for the first ${first} after the start)`,
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
