import { median, percentile } from './figures';
import type { Load } from './load';

/** One of those that are measured side by side. */
export interface Side {
  readonly cpuMs: () => number;
  run(seconds: number): Promise<Load>;
}

/** What one of them took, window by window: µs of processor time a request, all threads; requests a second. */
export interface Windows {
  readonly cpuUs: readonly number[];
  readonly perSecond: readonly number[];
}

/** As many as it takes until code that runs often is compiled; but no longer than so many windows. */
const WARM_REQUESTS = 10_000;
const MOST_WARM_WINDOWS = 5;

const warm = async (side: Side, seconds: number): Promise<void> => {
  let requests = 0;
  for (let n = 0; n < MOST_WARM_WINDOWS && requests < WARM_REQUESTS; n++) {
    requests += (await side.run(seconds)).requests;
  }
};

/** Measures by turns, so that what else the machine does meets all alike, once all are warm. Answers in the order of the sides. */
export const inTurns = async (sides: readonly Side[], rounds: number, seconds: number): Promise<readonly Windows[]> => {
  const found = sides.map(() => ({ cpuUs: [] as number[], perSecond: [] as number[] }));
  for (const side of sides) await warm(side, seconds);
  for (let round = 0; round < rounds; round++) {
    for (const [n, side] of sides.entries()) {
      const before = side.cpuMs();
      const { requests, requestsPerSecond } = await side.run(seconds);
      found[n]?.cpuUs.push(((side.cpuMs() - before) * 1000) / requests);
      found[n]?.perSecond.push(requestsPerSecond);
    }
  }
  return found;
};

/** Of windows measured in the same round, each against its neighbour: their median. */
export const pairedRatio = (ours: readonly number[], theirs: readonly number[]): number =>
  median(ours.map((each, n) => each / (theirs[n] ?? Number.NaN)));

/** `<CPU> µs, <rate>/s`: the lower quartile, as what disturbs a window only ever adds, and the median rate. */
export const toldOf = ({ cpuUs, perSecond }: Windows): string =>
  `${Math.round(percentile(cpuUs, 0.25))} µs, ${Math.round(median(perSecond))}/s`;
