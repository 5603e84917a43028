import { withItem } from '../../kernel/draft';
import type { Fold } from '../../kernel/fold';
import type { LogWentBack } from '../operations/events';

export interface LogHistory {
  /** How often the log was put back. */
  readonly wentBack: number;
  /** Each time, a place up to which it is what it was before; `''`: its beginning. */
  readonly commonUpTo: readonly string[];
}

/** When the log was put back; the time of the last fact is when that was found last. */
export const logHistory: Fold<LogHistory, LogWentBack> = {
  category: 'logHistory',
  neverFrozen: true,
  initial: { wentBack: 0, commonUpTo: [] },
  evolve: {
    'keyledger.log-went-back.v1': ({ wentBack, commonUpTo }, { lastCommon }) => ({
      wentBack: wentBack + 1,
      commonUpTo: withItem(commonUpTo, lastCommon?.position ?? ''),
    }),
  },
};
