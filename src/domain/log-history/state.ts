import type { Fold } from '../../kernel/fold';
import type { LogWentBack } from '../operations/events';

/** How often the log was put back; the time of the last fact is when that was found last. */
export const logHistory: Fold<{ readonly wentBack: number }, LogWentBack> = {
  category: 'logHistory',
  neverFrozen: true,
  initial: { wentBack: 0 },
  evolve: { 'keyledger.log-went-back.v1': ({ wentBack }) => ({ wentBack: wentBack + 1 }) },
};
