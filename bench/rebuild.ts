import { fork } from 'node:child_process';
import { join } from 'node:path';
import { bulkInsert } from './support/bulk-insert';
import { median, type Figure } from './support/figures';
import type { Rebuilt } from './support/rebuilder';
import { said } from './support/said';
import { seed } from './support/seed';
import { newDataDir, removeData } from './support/server-process';

const EVENTS = 1_000_000;
const ROUNDS = 2;

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
