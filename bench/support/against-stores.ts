import { api } from './api';
import { BulkSeal } from './bulk-seal';
import { median, type Figure } from './figures';
import { newDataDir, removeData, startServer, type ServerProcess } from './server-process';
import { openStores } from './stores';
import { makeVault } from './vault';

interface Comparison {
  readonly what: string;
  /** The least share of what the stores alone manage. */
  readonly least: number;
  /** Values in a round. */
  readonly count: number;
  readonly rounds: number;
  /** ms that the stores alone take for them. */
  readonly alone: (bulk: BulkSeal) => Promise<number>;
  /** ms that the server takes; `round` counts from 0. */
  readonly ours: (server: ServerProcess, token: string, round: number) => Promise<number>;
}

/** What a server does with many values against what the stores alone do with as many, by turns; one round more warms up. */
export const againstStores = async ({ what, least, count, rounds, alone, ours }: Comparison): Promise<Figure> => {
  const dataDir = newDataDir();
  const made = await startServer(dataDir);
  const { vaultId, ids } = await makeVault(api(made.url, await made.token('owner@example.com')), 1);
  await made.stop();
  const stores = await openStores(dataDir);
  const bulk = await BulkSeal.like(stores, vaultId, ids[0] ?? '');
  const server = await startServer();
  const token = await server.token('owner@example.com');
  const pairs: (readonly [number, number])[] = [];
  for (let round = 0; round <= rounds; round += 1) pairs.push([await alone(bulk), await ours(server, token, round)]);
  await stores.close();
  await server.stop();
  removeData(dataDir);
  removeData(server.dataDir);
  const warm = pairs.slice(1);
  const ratio = median(warm.map(([theirs, mine]) => theirs / mine));
  const [theirs, mine] = [0, 1].map((side) => (count / median(warm.map((pair) => pair[side] ?? Number.NaN))) * 1000);
  return {
    what,
    measured: `${ratio.toFixed(2)} (${Math.round(mine ?? 0)}/s of ${Math.round(theirs ?? 0)}/s)`,
    mustReach: `≥ ${least}`,
    reached: ratio >= least,
  };
};
