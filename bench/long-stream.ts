import { api, type Api } from './support/api';
import { median, type Figure } from './support/figures';
import { lengthen } from './support/lengthen';
import { newDataDir, removeData, startServer } from './support/server-process';
import { withStores } from './support/stores';
import { timed } from './support/timed';
import { untilCurrent } from './support/until-current';
import { makeVault } from './support/vault';

const LONG = 100_000;
const SHORT = 10;
/** So many short ones take turns, so that they stay short. */
const SHORT_ONES = 20;
const WARM_UP = 2 * SHORT_ONES;
const OWNER = 'owner@example.com';

const checkOut = (call: Api, id: string) =>
  call<{ session: { id: string } }>('POST', `/identities/${id}/checkout`, { reason: 'bench', durationMinutes: 30 });

/** A checkout, in ms; the checkin that follows isn't counted. */
const checkoutMs = async (call: Api, id: string): Promise<number> => {
  let session = '';
  const ms = await timed(async () => {
    session = (await checkOut(call, id)).session.id;
  });
  await call('POST', `/sessions/${session}/checkin`);
  return ms;
};

const seed = async (dataDir: string, long: number): Promise<readonly string[]> => {
  const application = await startServer(dataDir);
  const call = api(application.url, await application.token(OWNER));
  const { ids } = await makeVault(call, 1 + SHORT_ONES);
  for (const id of ids) {
    await checkoutMs(call, id);
  }
  await application.stop();
  await withStores(dataDir, async (stores) => {
    for (const [index, id] of ids.entries()) {
      const length = index === 0 ? long : SHORT;
      await lengthen(stores, `identity-${id}`, { like: 2, known: 'sessionId', length, prefix: `${id}.` });
    }
  });
  const again = await startServer(dataDir);
  await untilCurrent(api(again.url, await again.token(OWNER)));
  await again.stop();
  return ids;
};

/** Checkout on an identity with a long past, against one with a short past. */
export const longStream = async (quick: boolean): Promise<readonly Figure[]> => {
  const dataDir = newDataDir();
  const [long = '', ...short] = await seed(dataDir, quick ? LONG / 10 : LONG);
  const application = await startServer(dataDir);
  const call = api(application.url, await application.token(OWNER));
  const firstLoad = await checkoutMs(call, long);
  const [longOnes, shortOnes]: [number[], number[]] = [[], []];
  for (let round = 0; round < WARM_UP + (quick ? 100 : 400); round++) {
    shortOnes.push(await checkoutMs(call, short[round % SHORT_ONES] ?? ''));
    longOnes.push(await checkoutMs(call, long));
  }
  await application.stop();
  removeData(dataDir);
  const [slow, fast] = [median(longOnes.slice(WARM_UP)), median(shortOnes.slice(WARM_UP))];
  const ratio = slow / fast;
  return [
    {
      what: 'checkout on an identity with 100,000 events, against one with 10',
      measured: `${ratio.toFixed(2)} × median (${slow.toFixed(2)} ms, ${fast.toFixed(2)} ms)`,
      mustReach: '≤ 1.2',
      reached: ratio <= 1.2,
    },
    {
      what: 'first checkout on it after the start',
      measured: `${Math.round(firstLoad)} ms`,
      mustReach: '≤ 1,000 ms',
      reached: firstLoad <= 1000,
    },
  ];
};
