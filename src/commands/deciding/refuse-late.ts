import type { Clock } from '../../kernel/clock';
import type { Context } from '../../kernel/context';
import { StoreUnavailable } from '../../kernel/store-errors';

/** Whoever asked has been told 503 by now; deciding all the same would make facts nobody waits for. */
export const refuseLate = (clock: Clock, { deadline }: Context): void => {
  if (clock.now() >= deadline) {
    throw new StoreUnavailable('too much else was to be done first; try again');
  }
};
