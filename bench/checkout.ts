import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { api } from './support/api';
import { median, type Figure } from './support/figures';
import { checkoutsAndCheckins, type Load } from './support/load';
import { removeData, startServer } from './support/server-process';
import { startBare } from './support/start-bare';
import { makeVault } from './support/vault';

const CONNECTIONS = 64;
const ROUNDS = 3;

/** Checkout and checkin over HTTP against a bare Fastify route with the same token, body and bytes. */
export const checkout = async (quick: boolean): Promise<readonly Figure[]> => {
  const application = await startServer();
  const token = await application.token('owner@example.com');
  const call = api(application.url, token);
  const { ids } = await makeVault(call, CONNECTIONS);
  const out = await call<{ session: { id: string } }>('POST', `/identities/${ids[0]}/checkout`, {
    reason: 'bench',
    durationMinutes: 30,
  });
  const back = await call<object>('POST', `/sessions/${out.session.id}/checkin`);
  const rootKey = readFileSync(join(application.dataDir, 'root.key'), 'utf8').trim();
  const bare = await startBare(rootKey, JSON.stringify(out), JSON.stringify(back));
  const seconds = quick ? 3 : 8;
  const ours: Load[] = [];
  const theirs: Load[] = [];
  const load = (time: number) => checkoutsAndCheckins(application.url, token, ids, time);
  await load(2);
  await checkoutsAndCheckins(bare.url, token, ids, 2);
  for (let round = 0; round < ROUNDS; round++) {
    theirs.push(await checkoutsAndCheckins(bare.url, token, ids, seconds));
    ours.push(await load(seconds));
  }
  const { items } = await call<{ items: readonly { lag: number }[] }>('GET', '/operations/projections');
  const lag = Math.max(...items.map((item) => item.lag));
  bare.stop();
  await application.stop();
  removeData(application.dataDir);
  const [mine, bareOnes] = [ours, theirs].map((loads) => median(loads.map((load) => load.requestsPerSecond)));
  const ratio = (mine as number) / (bareOnes as number);
  const p99 = median(ours.map((load) => load.p99Ms));
  return [
    {
      what: 'checkout + checkin over HTTP, 64 connections, against bare Fastify',
      measured: `${ratio.toFixed(2)} (${Math.round(mine as number)}/s of ${Math.round(bareOnes as number)}/s, p99 ${p99} ms, projections ${lag} events behind at the end)`,
      mustReach: '≥ 0.5',
      reached: ratio >= 0.5,
    },
  ];
};
