import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { api, type Api } from './support/api';
import { percentile, type Figure } from './support/figures';
import { forgetReads } from './support/forget-reads';
import { seed } from './support/seed';
import { newDataDir, removeData, startServer, type ServerProcess } from './support/server-process';
import { timed } from './support/timed';
import { untilCurrent } from './support/until-current';
import { watchStalls } from './support/stalls';

const SIZES = [10_000, 100_000, 1_000_000];
const OWNER = 'owner@example.com';
const STREAMS = 1000;
const ROUNDS = 20;
const MB = 1_000_000;

/** As people ask who look something up, and as they would ask for what lies far back. */
const AUDIT = [
  '/audit?limit=50',
  '/audit?limit=50&order=asc',
  `/audit?limit=50&from=${encodeURIComponent('2020-01-01T00:00:00.000Z')}`,
  `/audit?limit=50&order=asc&to=${encodeURIComponent('2020-01-01T00:00:00.000Z')}`,
];

const sizeOf = (dataDir: string, name: string): number =>
  readdirSync(dataDir)
    .filter((file) => file.startsWith(name))
    .reduce((sum, file) => sum + statSync(join(dataDir, file)).size, 0);

/** The most memory that the server takes while something goes on, bytes. */
const highWater = async (application: ServerProcess, work: Promise<unknown>): Promise<number> => {
  let [most, isOver] = [0, false];
  void work.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    most = Math.max(most, application.memory());
    await new Promise((resolve) => void setTimeout(resolve, 100));
  }
  await work;
  return most;
};

const auditP95 = async (call: Api): Promise<number> => {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const path of AUDIT) times.push(await timed(() => call('GET', path)));
  }
  return percentile(times, 0.95);
};

const figuresFor = async (events: number): Promise<readonly Figure[]> => {
  const dataDir = newDataDir();
  await seed(dataDir, events, Math.min(STREAMS, events / 100));
  forgetReads(dataDir);
  let application = await startServer(dataDir);
  const token = await application.token(OWNER);
  const stalls = watchStalls(application.url);
  let fillMs = 0;
  const filled = timed(() => untilCurrent(api(application.url, token))).then((ms) => {
    fillMs = ms;
  });
  const most = await highWater(application, filled);
  const stallMs = await stalls.stop();
  await application.stop();
  const [logBytes, readsBytes] = [sizeOf(dataDir, 'events.db'), sizeOf(dataDir, 'reads.db')];
  const startMs = await timed(async () => {
    application = await startServer(dataDir);
  });
  const p95 = await auditP95(api(application.url, token));
  await application.stop();
  removeData(dataDir);
  const at = `with ${events.toLocaleString('en')} facts`;
  const isMillion = events >= 1_000_000;
  const figure = (what: string, measured: string, mustReach: string, reached: boolean): Figure => ({
    what: `${what} ${at}`,
    measured,
    mustReach: isMillion ? mustReach : 'nothing; it shows how cost grows',
    reached: !isMillion || reached,
  });
  return [
    figure('start to listening', `${Math.round(startMs)} ms`, '≤ 2,000 ms', startMs <= 2000),
    figure('first fill of the read models', `${(fillMs / 1000).toFixed(1)} s`, '≤ 60 s', fillMs <= 60_000),
    figure('memory meanwhile, at most', `${Math.round(most / MB)} MB`, '≤ 250 MB', most <= 250 * MB),
    figure('longest wait of others meanwhile', `${Math.round(stallMs)} ms`, '≤ 100 ms', stallMs <= 100),
    figure(
      'read models against the log',
      `${(readsBytes / logBytes).toFixed(2)} × (${Math.round(readsBytes / MB)} of ${Math.round(logBytes / MB)} MB)`,
      '≤ 1 ×',
      readsBytes <= logBytes,
    ),
    figure('audit, four orders and times, p95', `${p95.toFixed(1)} ms`, '≤ 25 ms', p95 <= 25),
  ];
};

/** How cost grows with the log: start, first fill, memory, size, audit, at ten thousand, a hundred thousand and a million facts. */
export const scale = async (quick: boolean): Promise<readonly Figure[]> => {
  const figures: Figure[] = [];
  for (const events of quick ? SIZES.slice(0, 2) : SIZES) figures.push(...(await figuresFor(events)));
  return figures;
};
