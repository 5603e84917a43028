import { fork } from 'node:child_process';
import { join } from 'node:path';
import { bulkWrite } from './support/bulk-write';
import { median, type Figure } from './support/figures';
import { startMongo } from './support/mongo';
import type { Rebuilt } from './support/rebuilder';
import { said } from './support/said';
import { seed } from './support/seed';
import { newDataDir, removeData } from './support/server-process';

const EVENTS = 20_000;
const STREAMS = 100;
const ROUNDS = 3;

/** The audit model filled through the adapter of MongoDB, against the driver's bulk write of the same documents. */
export const mongodb = async (quick: boolean): Promise<readonly Figure[]> => {
  const mongo = await startMongo();
  const dataDir = newDataDir();
  await seed(dataDir, quick ? EVENTS / 2 : EVENTS, STREAMS);
  const child = fork(join(__dirname, 'support/rebuilder.js'), [dataDir, mongo.url]);
  await said(child);
  const rounds: { ours: number; bare: number }[] = [];
  for (let round = 0; round < (quick ? 1 : ROUNDS); round++) {
    const bare = await bulkWrite(mongo.url, 'audit_trail');
    child.send('rebuild');
    rounds.push({ bare, ours: (await said<Rebuilt>(child)).ms });
  }
  child.disconnect();
  removeData(dataDir);
  mongo.stop();
  const ratio = median(rounds.map(({ ours, bare }) => bare / ours));
  const { ours = 0, bare = 0 } = rounds.at(-1) ?? {};
  return [
    {
      what: 'projection of 20,000 events through the MongoDB adapter, against bulkWrite of the same documents',
      measured: `${ratio.toFixed(2)} of its speed (last: ${(ours / 1000).toFixed(1)} s, ${(bare / 1000).toFixed(1)} s)`,
      mustReach: '≥ 0.6',
      reached: ratio >= 0.6,
    },
  ];
};
