import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { api } from './support/api';
import { bulkInsert } from './support/bulk-insert';
import { copyOf } from './support/copies';
import { median, type Figure } from './support/figures';
import type { Rebuilt } from './support/rebuilder';
import { newDataDir, removeData, startServer } from './support/server-process';
import { withStores } from './support/stores';
import { makeVault } from './support/vault';

const EVENTS = 1_000_000;
const STREAMS = 1000;
const PER_APPEND = 100;
const ROUNDS = 2;

const said = <T>(child: ChildProcess): Promise<T> =>
  new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as T));
    child.once('exit', (code) => reject(new Error(`the rebuilding process ended with ${code}`)));
  });

/** Checkouts and checkins of many identities, as a real server wrote the first of them. */
const seed = async (dataDir: string, events: number): Promise<void> => {
  const house = await startServer(dataDir);
  const call = api(house.url, await house.token('owner@example.com'));
  const {
    ids: [known = ''],
  } = await makeVault(call, 1);
  const body = { reason: 'bench', durationMinutes: 30 };
  const { session } = await call<{ session: { id: string } }>('POST', `/identities/${known}/checkout`, body);
  await call('POST', `/sessions/${session.id}/checkin`);
  await house.stop();
  await withStores(dataDir, async ({ eventStore, ids }) => {
    const lived = (await eventStore.readStream(`identity-${known}`, { limit: 3 })).slice(1);
    const identities = Array.from({ length: STREAMS }, () => ids.next());
    for (let round = 0; round * STREAMS * PER_APPEND < events; round++) {
      for (const id of identities) {
        const facts = Array.from({ length: PER_APPEND / lived.length }, () => {
          const words = { [session.id]: `${id}.${ids.next()}`, [known]: id };
          return lived.map((event) => copyOf(event, ids.next(), words));
        });
        await eventStore.append(`identity-${id}`, round * PER_APPEND - 1, facts.flat());
      }
    }
  });
};

/** Rebuild of the audit model against a bulk insert of the same rows. */
export const rebuild = async (quick: boolean): Promise<readonly Figure[]> => {
  const dataDir = newDataDir();
  await seed(dataDir, quick ? EVENTS / 10 : EVENTS);
  const child = fork(join(__dirname, 'support/rebuilder.js'), [dataDir]);
  await said(child);
  const rebuilds: Rebuilt[] = [];
  const inserts: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    inserts.push(bulkInsert(join(dataDir, 'reads.db'), 'audit_trail', join(dataDir, 'bulk.db')));
    child.send('rebuild');
    rebuilds.push(await said<Rebuilt>(child));
  }
  child.disconnect();
  removeData(dataDir);
  const [rebuilt, inserted] = [median(rebuilds.map(({ ms }) => ms)), median(inserts)];
  const ratio = inserted / rebuilt;
  const memory = rebuilds.at(-1)?.memory ?? [];
  const middle = Math.floor(memory.length / 2);
  const [early, late] = [Math.max(...memory.slice(0, middle)), Math.max(...memory.slice(middle))];
  return [
    {
      what: 'rebuild of the audit model over 1,000,000 events, against bulk insert of the same rows',
      measured: `${ratio.toFixed(2)} of its speed (${(rebuilt / 1000).toFixed(1)} s, ${(inserted / 1000).toFixed(1)} s)`,
      mustReach: '≥ 0.5',
      reached: ratio >= 0.5,
    },
    {
      what: 'memory during the rebuild, its second half against its first',
      measured: `${(late / early).toFixed(2)} (peaks of ${Math.round(early / 2 ** 20)} and ${Math.round(late / 2 ** 20)} MiB)`,
      mustReach: '≤ 1.1',
      reached: late <= 1.1 * early,
    },
  ];
};
