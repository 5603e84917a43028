import type { Foreground } from '../../kernel/foreground';

/**
 * While people wait for answers: each fact holds them up, in its append and in every read model. A request tells 10,000 at most,
 * who so come in within its time, however long the rests between.
 */
const MOST_BESIDE = 50;

/**
 * How many people come into a group in one append; undefined: as many as a store takes. Who leaves waits for nobody, as it takes
 * rights away.
 */
export const comingAtOnce = ({ isBusy }: Pick<Foreground, 'isBusy'>): number | undefined =>
  isBusy ? MOST_BESIDE : undefined;
