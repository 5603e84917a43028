import { logHistory } from '../domain/log-history/state';
import type { RunReceipt } from '../kernel/idempotency';
import type { Ids } from '../kernel/ids';
import type { StreamReader } from '../kernel/stream-reader';

/** More than any request makes before its last fact. */
const MOST_IDS = 1000;
const PAGE = 500;
/** Facts looked through for that of a run; one that is farther away is taken for lost. */
const MOST_LOOKED_AT = 20_000;

type Log = Pick<StreamReader, 'fresh' | 'after'>;

/** Is one of these the id of the fact at a place, which lies after another one that the log is known to have? */
const isAt = async (log: Log, position: string, ids: ReadonlySet<string>, after: string): Promise<boolean> => {
  let from = after;
  for (let looked = 0; looked < MOST_LOOKED_AT; looked += PAGE) {
    const page = await log.after(from, PAGE);
    const found = page.find((event) => event.position >= position);
    if (found !== undefined) return found.position === position && ids.has(found.id);
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return false;
    from = last.position;
  }
  return false;
};

/**
 * Was a run lost with a stretch of the log, which was put back to an older copy since? `ids`: as the run had them. True as
 * well of one there that wrote nothing: run again it writes nothing either.
 */
export const isLostRun = async (log: Log, { position }: Pick<RunReceipt, 'position'>, ids: Ids): Promise<boolean> => {
  if (position === '') return false;
  const view = await log.fresh();
  if (position > view.at) return true;
  const { commonUpTo } = (await view.load(logHistory)).state;
  // A position of what is lost is perhaps no place of the log as it is: it is looked for from one that is.
  const [first] = commonUpTo.filter((common) => common < position).toSorted();
  if (first === undefined) return false;
  return !(await isAt(log, position, new Set(Array.from({ length: MOST_IDS }, () => ids.next())), first));
};
