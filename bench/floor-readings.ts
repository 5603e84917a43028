import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FloorPart } from './support/floor/floor-part';
import { reads } from './support/load';
import { serverWithIdentities } from './support/many-identities';
import { removeData } from './support/server-process';
import { startBare } from './support/start-bare';
import { inTurns, pairedRatio, toldOf } from './support/windows';

const IDENTITIES = 100_000;

/** One identity, and a page of fifty, among 100,000, against a bare route that answers the bytes of the one. */
export const floorReadings = async (quick: boolean): Promise<FloorPart> => {
  const { application, call, token, id } = await serverWithIdentities(quick ? IDENTITIES / 10 : IDENTITIES);
  const [one, page] = [`/identities/${id}`, '/identities?limit=50'];
  const rootKey = readFileSync(join(application.dataDir, 'root.key'), 'utf8').trim();
  const bare = await startBare(rootKey, '', '', JSON.stringify(await call<object>('GET', one)));
  const side = ({ url, cpuMs }: { readonly url: string; readonly cpuMs: () => number }, path: string) => ({
    cpuMs,
    run: (seconds: number) => reads(url, path, token, seconds),
  });
  const none = { cpuUs: [], perSecond: [] };
  // What a window of lists leaves to be answered must not fall into the one of single readings.
  const sides = [side(application, page), side(bare, one), side(application, one)];
  const [list = none, floor = none, single = none] = await inTurns(sides, quick ? 2 : 6, quick ? 2 : 5);
  const highWater = application.highWater();
  bare.stop();
  await application.stop();
  removeData(application.dataDir);
  const singleRatio = pairedRatio(single.cpuUs, floor.cpuUs);
  const listRatio = pairedRatio(list.cpuUs, floor.cpuUs);
  return {
    highWater,
    figures: [
      {
        what: 'GET of an identity among 100,000, processor time against a bare route with its bytes',
        measured: `${singleRatio.toFixed(1)} × (ours ${toldOf(single)}; bare ${toldOf(floor)})`,
        mustReach: '≤ 5 ×',
        reached: singleRatio <= 5,
      },
      {
        what: 'a list of 50 of 100,000 identities against the same bare route',
        measured: `${listRatio.toFixed(1)} × (ours ${toldOf(list)})`,
        mustReach: '≤ 16 ×',
        reached: listRatio <= 16,
      },
    ],
  };
};
