import { setTimeout as pause } from 'node:timers/promises';
import type { Api } from './api';
import { median, percentile, type Figure } from './figures';
import { timed } from './timed';

const THINK_MS = 10;
const MOST = 1.3;
/** Until what was begun is under way. */
const HEAD_START_MS = 1000;

/** Goes on until it is told to end. */
export type Work = (isOver: () => boolean) => Promise<void>;

/** How long each checkout of a round took, ms. */
type Took = readonly number[];

/** One person who checks out and in, over and over; how long each checkout took. */
const checkouts = async (call: Api, ids: readonly string[], isOver: () => boolean): Promise<Took> => {
  const took: number[] = [];
  for (let n = 0; !isOver(); n += 1) {
    const path = `/identities/${ids[n % ids.length]}/checkout`;
    const asked = { reason: 'bench', durationMinutes: 30 };
    let id = '';
    took.push(
      await timed(async () => {
        id = (await call<{ session: { id: string } }>('POST', path, asked)).session.id;
      }),
    );
    await call('POST', `/sessions/${id}/checkin`);
    await pause(THINK_MS);
  }
  return took;
};

/** Rounds of checkouts of so many seconds, with some work beside them or alone. */
export const roundsOf =
  (call: Api, ids: readonly string[], seconds: number) =>
  async (work?: Work): Promise<Took> => {
    const end = performance.now() + HEAD_START_MS + seconds * 1000;
    const isOver = () => performance.now() > end;
    const working = work?.(isOver);
    await pause(HEAD_START_MS);
    const took = await checkouts(call, ids, isOver);
    await working;
    return took;
  };

/** The line of the table for rounds alone, each with the one beside the work that came after it. */
export const besideFigure = (what: string, pairs: readonly (readonly [Took, Took])[]): Figure => {
  const ratio = median(pairs.map(([alone, beside]) => median(beside) / median(alone)));
  const [alone, beside] = [0, 1].map((side) => pairs.flatMap((pair) => pair[side] ?? []));
  const told = (took: Took = []) => `${median(took).toFixed(1)} ms, p95 ${percentile(took, 0.95).toFixed(1)} ms`;
  return {
    what: `a checkout while ${what}, against one alone`,
    measured: `${ratio.toFixed(2)} (${told(beside)}; alone ${told(alone)})`,
    mustReach: `≤ ${MOST}`,
    reached: ratio <= MOST,
  };
};
