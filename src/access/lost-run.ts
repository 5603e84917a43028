import { logHistory } from '../domain/log-history/state';
import type { Receipt } from '../kernel/idempotency';
import type { Ids } from '../kernel/ids';
import type { StreamReader } from '../kernel/stream-reader';

/** More than any request makes before its last fact. */
const MOST_IDS = 1000;

const isOneOf = (ids: Ids, id: string): boolean => {
  for (let n = 0; n < MOST_IDS; n += 1) {
    if (ids.next() === id) return true;
  }
  return false;
};

/**
 * Was a run lost with a stretch of the log, which was put back to an older copy since? `ids`: as the run had them. True as
 * well of one that wrote nothing, where the log was ever put back: run again it writes nothing either.
 */
export const isLostRun = async (
  reader: Pick<StreamReader, 'fresh' | 'at'>,
  { position }: Pick<Receipt, 'position'>,
  ids: Ids,
): Promise<boolean> => {
  if (position === '') return false;
  const view = await reader.fresh();
  if (position > view.at) return true;
  const { state } = await view.load(logHistory);
  if (state.wentBack === 0) return false;
  const fact = await reader.at(position);
  return fact === undefined || !isOneOf(ids, fact.id);
};
