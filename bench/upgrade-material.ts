import { setTimeout as pause } from 'node:timers/promises';
import { againstStores } from './support/against-stores';
import { api } from './support/api';
import type { Figure } from './support/figures';
import { importLines } from './support/import-lines';
import { timed } from './support/timed';
import { untilCurrent } from './support/until-current';
import { v1Box } from './support/v1-box';
import { BENCH_SECRET, makeVault } from './support/vault';

const LOOK_EVERY_MS = 50;

/**
 * Values that are `v1` are sealed as `v2`, each told by a fact, against sealing alone, by turns. Sealing alone is the same work on
 * as many values without anything that a log or a server adds: each `v1` value is read from the store, opened, sealed as `v2` and
 * put durably in its own place, 64 at once, so that they share their commits; nothing is judged, told, followed or projected.
 * Ours counts from the request until the read model that is asked shows none left: with it the second or less until the
 * background work looks for what is due, every fact, and every read model.
 */
export const upgradeMaterial = async (quick: boolean): Promise<readonly Figure[]> => {
  const count = quick ? 1000 : 5000;
  const figure = await againstStores({
    what: 'v1 values rewritten as v2, each told by a fact, against opening, sealing and storing as many by the stores alone, 64 at once',
    least: 0.7,
    count,
    rounds: 5,
    alone: (bulk) => bulk.upgradeOnly(count),
    ours: async ({ url }, token) => {
      const call = api(url, token);
      const { organizationId } = await makeVault(call, 0);
      const of = (n: number) => ({ scheme: 'v1', credential: v1Box(BENCH_SECRET, `value ${n}`) });
      await importLines(url, token, organizationId, count, { of });
      await untilCurrent(call);
      const isDone = async (): Promise<boolean> =>
        (await call<{ v1: number }>('GET', `/organizations/${organizationId}/encryption`)).v1 === 0;
      return timed(async () => {
        await call('POST', `/organizations/${organizationId}/encryption/upgrade`);
        while (!(await isDone())) await pause(LOOK_EVERY_MS);
      });
    },
  });
  return [figure];
};
