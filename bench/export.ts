import { api } from './support/api';
import type { Figure } from './support/figures';
import { seed } from './support/seed';
import { newDataDir, removeData, startServer } from './support/server-process';
import { watchStalls } from './support/stalls';
import { untilCurrent } from './support/until-current';

const FACTS = 100_000;
const FORMATS = ['jsonl', 'csv'];
const OWNER = 'owner@example.com';
const MB = 1_000_000;
const LEAST_MB_S = 50;
const MOST_STALL_MS = 50;

/** Reads a whole answer and keeps nothing of it; its bytes. */
const download = async (url: string, token: string): Promise<number> => {
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  if (!answer.ok || answer.body === null) throw new Error(`${url} answered ${answer.status}`);
  let bytes = 0;
  for await (const piece of answer.body as unknown as AsyncIterable<Uint8Array>) bytes += piece.byteLength;
  return bytes;
};

/** How fast the audit trail leaves the server, and how long others wait for their answers meanwhile. */
export const exportRate = async (quick: boolean): Promise<readonly Figure[]> => {
  const dataDir = newDataDir();
  await seed(dataDir, quick ? FACTS / 10 : FACTS);
  const application = await startServer(dataDir);
  const token = await application.token(OWNER);
  await untilCurrent(api(application.url, token));
  const figures: Figure[] = [];
  for (const format of FORMATS) {
    const url = `${application.url}/api/v1/audit/export?format=${format}`;
    await download(url, token);
    const stalls = watchStalls(application.url);
    const [began, busy] = [performance.now(), application.cpuMs()];
    const bytes = await download(url, token);
    const [ms, cpuMs] = [performance.now() - began, application.cpuMs() - busy];
    const stallMs = await stalls.stop();
    const rate = bytes / MB / (ms / 1000);
    figures.push({
      what: `an export of ${(bytes / MB).toFixed(0)} MB as ${format}, and the longest wait of others meanwhile`,
      measured: `${rate.toFixed(1)} MB/s, ${(bytes / MB / (cpuMs / 1000)).toFixed(1)} MB a second of CPU, ${stallMs.toFixed(0)} ms`,
      mustReach: `≥ ${LEAST_MB_S} MB/s and ≤ ${MOST_STALL_MS} ms`,
      reached: rate >= LEAST_MB_S && stallMs <= MOST_STALL_MS,
    });
  }
  await application.stop();
  removeData(dataDir);
  return figures;
};
