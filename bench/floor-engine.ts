import { api } from './support/api';
import { startDouble } from './support/double';
import type { FloorPart } from './support/floor/floor-part';
import { checkoutsAndCheckins } from './support/load';
import { removeData, startServer } from './support/server-process';
import { startWorker } from './support/start-worker';
import { makeVault } from './support/vault';
import { inTurns, pairedRatio, toldOf } from './support/windows';

const CALLERS = 64;
const ROOT_KEY = Buffer.alloc(32, 1).toString('base64');

/** What a decision of the whole server costs on EventStoreDB (the tests' double) against an append by the same client and nothing else. */
export const floorEngine = async (quick: boolean): Promise<FloorPart> => {
  const double = await startDouble();
  const application = await startServer(undefined, {
    KEYLEDGER_EVENT_STORE: 'eventstoredb',
    EVENTSTORE_URL: double.url,
    KEYLEDGER_ROOT_KEY: ROOT_KEY,
  });
  const token = await application.token('owner@example.com');
  const { ids } = await makeVault(api(application.url, token), CALLERS);
  const worker = await startWorker(double.url, 'bare');
  const bareAppends = async (seconds: number) => {
    const requestsPerSecond = await worker.rate(CALLERS, seconds * 1000);
    return { requestsPerSecond, requests: requestsPerSecond * seconds, p99Ms: Number.NaN };
  };
  const none = { cpuUs: [], perSecond: [] };
  const [ours = none, bare = none] = await inTurns(
    [
      {
        cpuMs: application.cpuMs,
        run: (seconds) => checkoutsAndCheckins(application.url, token, ids, seconds),
      },
      { cpuMs: worker.cpuMs, run: bareAppends },
    ],
    quick ? 2 : 6,
    quick ? 2 : 5,
  );
  const highWater = application.highWater();
  worker.stop();
  await application.stop();
  double.stop();
  removeData(application.dataDir);
  const ratio = pairedRatio(ours.cpuUs, bare.cpuUs);
  return {
    highWater,
    figures: [
      {
        what: 'on EventStoreDB (double), 64 callers: processor time of the server a decision against a bare append by the same client',
        measured: `${ratio.toFixed(2)} × (ours ${toldOf(ours)}; bare client ${toldOf(bare)})`,
        mustReach: '≤ 4 ×',
        reached: ratio <= 4,
      },
    ],
  };
};
