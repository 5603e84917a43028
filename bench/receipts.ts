import { api } from './support/api';
import { median, percentile, type Figure } from './support/figures';
import { removeData, startServer } from './support/server-process';
import { makeVault } from './support/vault';

const CALLERS = 64;
const ROUNDS = 3;
const MOST_ADDED_MS = 100;

/** What waiting for a signed checkpoint adds to a checkout, 64 callers at once, each on an identity of its own. */
export const receipts = async (quick: boolean): Promise<readonly Figure[]> => {
  const application = await startServer();
  const call = api(application.url, await application.token('owner@example.com'));
  const { organizationId, ids } = await makeVault(call, CALLERS);
  const waits = (receiptBeforeDisclosure: boolean) =>
    call('PATCH', `/organizations/${organizationId}`, { settings: { receiptBeforeDisclosure } });
  const each = quick ? 5 : 30;
  const round = async (): Promise<number> => {
    const took: number[] = [];
    const caller = async (id: string) => {
      for (let n = 0; n < each; n++) {
        const begun = performance.now();
        const asked = { reason: 'bench', durationMinutes: 30 };
        const { session } = await call<{ session: { id: string } }>('POST', `/identities/${id}/checkout`, asked);
        took.push(performance.now() - begun);
        await call('POST', `/sessions/${session.id}/checkin`);
      }
    };
    await Promise.all(ids.map(caller));
    return percentile(took, 0.99);
  };
  await round();
  const [without, first]: [number[], number[]] = [[], []];
  for (let n = 0; n < ROUNDS; n++) {
    await waits(false);
    without.push(await round());
    await waits(true);
    first.push(await round());
  }
  await application.stop();
  removeData(application.dataDir);
  const added = median(first) - median(without);
  return [
    {
      what: `what receiptBeforeDisclosure adds to the p99 of a checkout, ${CALLERS} callers`,
      measured: `${Math.round(added)} ms (p99 ${Math.round(median(first))} ms, without ${Math.round(median(without))} ms)`,
      mustReach: `≤ ${MOST_ADDED_MS} ms`,
      reached: added <= MOST_ADDED_MS,
    },
  ];
};
