import type { Api } from './support/api';
import { percentile, type Figure } from './support/figures';
import { SERVICES } from './support/fill-vault';
import { serverWithIdentities } from './support/many-identities';
import { removeData } from './support/server-process';
import { timed } from './support/timed';

const MANY = 100_000;
const FEW = 1000;
/** A word in every name, words in every tenth, the beginning of such a word; all fill a page of either list. */
const QUERIES = ['server', ...SERVICES, 'post', 'sea'];

interface Page {
  readonly items: readonly unknown[];
  readonly nextCursor: string | null;
}

/** The first page of an answer, then the second. */
const pages = async (call: Api, q: string): Promise<readonly number[]> => {
  let path = `/identities?limit=50&q=${q}`;
  const times: number[] = [];
  for (let page = 0; page < 2; page++) {
    let answer: Page = { items: [], nextCursor: null };
    const ms = await timed(async () => {
      answer = await call<Page>('GET', path);
    });
    if (answer.items.length !== 50) {
      throw new Error(`${path} answered ${answer.items.length} identities, not a page of 50`);
    }
    times.push(ms);
    path = `/identities?limit=50&q=${q}&cursor=${encodeURIComponent(answer.nextCursor ?? '')}`;
  }
  return times;
};

/** Pages of a long list of identities against pages of a short one. */
export const listing = async (quick: boolean): Promise<readonly Figure[]> => {
  const sides = [await serverWithIdentities(FEW), await serverWithIdentities(quick ? MANY / 10 : MANY)];
  const times: [number[], number[]] = [[], []];
  const rounds = quick ? 10 : 30;
  for (let round = -rounds / 5; round < rounds; round++) {
    for (const q of QUERIES) {
      for (const [side, { call }] of sides.entries()) {
        const found = await pages(call, q);
        // The first rounds warm up.
        times[side as 0 | 1].push(...(round < 0 ? [] : found));
      }
    }
  }
  for (const { application } of sides) {
    await application.stop();
    removeData(application.dataDir);
  }
  const [few, many] = times.map((each) => percentile(each, 0.95)) as [number, number];
  const ratio = many / few;
  return [
    {
      what: 'identity listing with q, pages of 50, with 100,000 identities against 1,000',
      measured: `${ratio.toFixed(2)} × p95 (${many.toFixed(2)} ms, ${few.toFixed(2)} ms)`,
      mustReach: '≤ 1.5',
      reached: ratio <= 1.5,
    },
  ];
};
