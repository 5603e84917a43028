import { api } from './support/api';
import { BulkSeal } from './support/bulk-seal';
import { median, type Figure } from './support/figures';
import { importLines } from './support/import-lines';
import { newDataDir, removeData, startServer } from './support/server-process';
import { openStores } from './support/stores';
import { timed } from './support/timed';
import { makeVault } from './support/vault';

const ROUNDS = 7;
const LEAST = 0.5;

/** An import that is applied against sealing and appending the same identities by the stores alone, by turns. */
export const importRate = async (quick: boolean): Promise<readonly Figure[]> => {
  const count = quick ? 500 : 2000;
  const dataDir = newDataDir();
  const made = await startServer(dataDir);
  const { vaultId, ids } = await makeVault(api(made.url, await made.token('owner@example.com')), 1);
  await made.stop();
  const stores = await openStores(dataDir);
  const bulk = await BulkSeal.like(stores, vaultId, ids[0] ?? '');
  const server = await startServer();
  const token = await server.token('owner@example.com');
  const { organizationId } = await makeVault(api(server.url, token), 0);
  const pairs: (readonly [number, number])[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const alone = await bulk.run(count);
    const ours = await timed(() => importLines(server.url, token, organizationId, count, { from: round * count }));
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
      what: 'an import with --apply against sealing and appending the same identities by the stores alone, 64 at once',
      measured: `${ratio.toFixed(2)} (${Math.round(mine ?? 0)}/s of ${Math.round(theirs ?? 0)}/s)`,
      mustReach: `≥ ${LEAST}`,
      reached: ratio >= LEAST,
    },
  ];
};
