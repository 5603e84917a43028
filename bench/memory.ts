import { api } from './support/api';
import type { Figure } from './support/figures';
import { checkoutsAndCheckins } from './support/load';
import { removeData, startServer } from './support/server-process';
import { untilCurrent } from './support/until-current';
import { makeVault } from './support/vault';

const CONNECTIONS = 64;
const CHECKOUTS = 100_000;
const MOST = 250 * 1024 * 1024;

const inMiB = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MiB`;

/** Resident memory of the server: after the start, and as checkouts go on. */
export const memory = async (quick: boolean): Promise<readonly Figure[]> => {
  const application = await startServer();
  const started = application.memory();
  const token = await application.token('owner@example.com');
  const call = api(application.url, token);
  const { ids } = await makeVault(call, CONNECTIONS);
  const wanted = quick ? CHECKOUTS / 10 : CHECKOUTS;
  let done = 0;
  const checkOutUntil = async (checkouts: number): Promise<number> => {
    while (done < checkouts) {
      done += Math.floor((await checkoutsAndCheckins(application.url, token, ids, 2)).requests / 2);
    }
    await untilCurrent(call);
    return application.memory();
  };
  const half = await checkOutUntil(wanted / 2);
  const end = await checkOutUntil(wanted);
  await application.stop();
  removeData(application.dataDir);
  const growth = end / half - 1;
  return [
    {
      what: 'resident memory after the start, and after 100,000 checkouts',
      measured: `${inMiB(started)}, ${inMiB(end)}`,
      mustReach: '≤ 250 MiB',
      reached: Math.max(started, end) <= MOST,
    },
    {
      what: 'its growth between the 50,000th and the 100,000th',
      measured: `${(growth * 100).toFixed(1)} % (from ${inMiB(half)})`,
      mustReach: '≤ 10 %',
      reached: growth <= 0.1,
    },
  ];
};
