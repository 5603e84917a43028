import { api } from './support/api';
import { startDouble, type Counts, type Double } from './support/double';
import { median, type Figure } from './support/figures';
import { checkoutsAndCheckins } from './support/load';
import { removeData, startServer } from './support/server-process';
import { startWorker } from './support/start-worker';
import { makeVault } from './support/vault';

const CALLERS = 64;
const ROUNDS = 9;
const ROUND_MS = 1500;
const ADDED_MS = 1;
const MORE_MS = 20;
const ROOT_KEY = Buffer.alloc(32, 1).toString('base64');

/** Ours against the bare client's appends, round by round on one server. */
const against = async (double: Double, work: 'appends' | 'decisions', quick: boolean) => {
  const [bare, ours] = [await startWorker(double.url, 'bare'), await startWorker(double.url, work)];
  const pairs: [number, number][] = [];
  for (let round = 0; round <= (quick ? ROUNDS / 3 : ROUNDS); round++) {
    pairs.push([await bare.rate(CALLERS, ROUND_MS), await ours.rate(CALLERS, ROUND_MS)]);
  }
  bare.stop();
  ours.stop();
  // The first round warms up.
  const warm = pairs.slice(1);
  const [theirs, mine] = [0, 1].map((side) => median(warm.map((pair) => pair[side] ?? Number.NaN)));
  const ratio = median(warm.map(([bareOne, ourOne]) => ourOne / bareOne));
  return { ratio, rates: `${Math.round(mine ?? 0)}/s of ${Math.round(theirs ?? 0)}/s` };
};

const less = (after: Counts, before: Counts): Counts =>
  Object.fromEntries(
    Object.entries(after).map(([kind, count]) => [kind, count - before[kind as keyof Counts]]),
  ) as Counts;

/** Warm checkouts through the whole server: how many calls wait for one another, and how many there are at all. */
const checkouts = async (double: Double, quick: boolean): Promise<readonly Figure[]> => {
  const application = await startServer(undefined, {
    KEYLEDGER_EVENT_STORE: 'eventstoredb',
    EVENTSTORE_URL: double.url,
    KEYLEDGER_ROOT_KEY: ROOT_KEY,
  });
  const token = await application.token('owner@example.com');
  const call = api(application.url, token);
  const { ids } = await makeVault(call, CALLERS);
  const one = async (): Promise<number> => {
    const began = performance.now();
    const path = `/identities/${ids[0]}/checkout`;
    const { session } = await call<{ session: { id: string } }>('POST', path, { reason: 'bench', durationMinutes: 30 });
    const took = performance.now() - began;
    await call('POST', `/sessions/${session.id}/checkin`);
    return took;
  };
  const alone = async (added: number): Promise<number> => {
    await double.slow(added);
    const took: number[] = [];
    for (let n = 0; n < (quick ? 10 : 40); n++) took.push(await one());
    return median(took.slice(3));
  };
  await alone(0);
  const short = await alone(ADDED_MS);
  // Each call that waits for another adds what each is slowed by; sealed values lie here, and are one more.
  const trips = ((await alone(ADDED_MS + MORE_MS)) - short) / MORE_MS + 1;
  await double.slow(ADDED_MS);
  const load = (seconds: number) => checkoutsAndCheckins(application.url, token, ids, seconds);
  await load(2);
  const before = await double.slow(ADDED_MS);
  const { requests, requestsPerSecond, p99Ms } = await load(quick ? 3 : 8);
  const asked = less(await double.slow(ADDED_MS), before);
  await application.stop();
  removeData(application.dataDir);
  const [heads, streams] = [asked.head / requests, asked.readStream / requests];
  return [
    {
      what: 'warm checkout over EventStoreDB, 1 ms added per call, against the calls it must wait for one after another',
      measured: `${Math.round(trips)}, the one for the sealed value counted (${trips.toFixed(1)} by what each more ms costs; ${short.toFixed(1)} ms in all)`,
      mustReach: '≤ 3',
      reached: Math.round(trips) <= 3,
    },
    {
      what: 'the same, 64 callers, checkout and checkin: reads of the head and of streams',
      measured: `${heads.toFixed(3)} and ${streams.toFixed(3)} a request (${Math.round(requestsPerSecond)}/s, p99 ${p99Ms} ms)`,
      mustReach: '≤ 0.2 and ≤ 0.1',
      reached: heads <= 0.2 && streams <= 0.1,
    },
  ];
};

/** What the adapter of EventStoreDB costs, on the tests' double of it in a process of its own. */
export const eventstoredb = async (quick: boolean): Promise<readonly Figure[]> => {
  const double = await startDouble();
  // First, as what the others append would be in its log too.
  const overHttp = await checkouts(double, quick);
  await double.slow(0);
  const appends = await against(double, 'appends', quick);
  const decisions = await against(double, 'decisions', quick);
  double.stop();
  return [
    ...overHttp,
    {
      what: 'warm decisions on 8 streams, 64 callers, through the adapter, against the bare client appending alone',
      measured: `${decisions.ratio.toFixed(2)} (${decisions.rates})`,
      mustReach: '≥ 0.5',
      reached: decisions.ratio >= 0.5,
    },
    {
      what: 'appends through the adapter, 64 producers, against the bare client on the same double',
      measured: `${appends.ratio.toFixed(2)} (${appends.rates})`,
      mustReach: '≥ 0.9',
      reached: appends.ratio >= 0.9,
    },
  ];
};
