import { setTimeout as pause } from 'node:timers/promises';
import { api } from './support/api';
import { BulkSeal } from './support/bulk-seal';
import { median, type Figure } from './support/figures';
import { importLines } from './support/import-lines';
import { newDataDir, removeData, startServer } from './support/server-process';
import { openStores } from './support/stores';
import { timed } from './support/timed';
import { v1Box } from './support/v1-box';
import { BENCH_SECRET, makeVault } from './support/vault';

const ROUNDS = 5;
const LEAST = 0.7;
const LOOK_EVERY_MS = 50;

/** Values that are `v1` are sealed as `v2`, told each, against sealing as many anew by the stores alone, by turns. */
export const upgradeMaterial = async (quick: boolean): Promise<readonly Figure[]> => {
  const count = quick ? 500 : 3000;
  const dataDir = newDataDir();
  const made = await startServer(dataDir);
  const { vaultId, ids } = await makeVault(api(made.url, await made.token('owner@example.com')), 1);
  await made.stop();
  const stores = await openStores(dataDir);
  const bulk = await BulkSeal.like(stores, vaultId, ids[0] ?? '');
  const server = await startServer();
  const token = await server.token('owner@example.com');
  const call = api(server.url, token);
  const pairs: (readonly [number, number])[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const { organizationId } = await makeVault(call, 0);
    const of = (n: number) => ({ scheme: 'v1', credential: v1Box(BENCH_SECRET, `value ${n}`) });
    await importLines(server.url, token, organizationId, count, { of });
    const isDone = async (): Promise<boolean> =>
      (await call<{ v1: number }>('GET', `/organizations/${organizationId}/encryption`)).v1 === 0;
    const alone = await bulk.sealOnly(count);
    const ours = await timed(async () => {
      await call('POST', `/organizations/${organizationId}/encryption/upgrade`);
      while (!(await isDone())) await pause(LOOK_EVERY_MS);
    });
    pairs.push([alone, ours]);
  }
  await stores.close();
  await server.stop();
  removeData(dataDir);
  removeData(server.dataDir);
  // The first round warms up.
  const warm = pairs.slice(1);
  const ratio = median(warm.map(([alone, ours]) => alone / ours));
  const [theirs, mine] = [0, 1].map((side) => (count / median(warm.map((pair) => pair[side] ?? Number.NaN))) * 1000);
  return [
    {
      what: 'v1 values rewritten as v2, each told by a fact, against sealing and storing as many by the stores alone, 64 at once',
      measured: `${ratio.toFixed(2)} (${Math.round(mine ?? 0)}/s of ${Math.round(theirs ?? 0)}/s)`,
      mustReach: `≥ ${LEAST}`,
      reached: ratio >= LEAST,
    },
  ];
};
