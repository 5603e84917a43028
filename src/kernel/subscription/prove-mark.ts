import type { EventStore } from '../event-store';
import { StoreUnavailable } from '../store-errors';
import { lookUpMark } from './look-up-mark';
import { ORIGIN, type Mark, type Waypoint } from './mark';
import type { WentBack } from './went-back';

type Log = Pick<EventStore, 'readStream' | 'readAll' | 'head'>;

const PAGE = 500;

/** One read. False where the stream can't be read for any other reason than that its store is away, too. */
const isInItsStream = async (store: Log, { stream, revision, eventId, position }: Waypoint): Promise<boolean> => {
  try {
    const [found] = await store.readStream(stream, { from: revision, limit: 1 });
    return found?.id === eventId && found.position === position;
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    return false;
  }
};

/** What was cut off a stream is still in the log: a stream that was damaged is no log that went back. */
const isInTheLog = async (
  store: Log,
  { eventId, position }: Waypoint,
  after: Waypoint | undefined,
): Promise<boolean> => {
  for (let from = after?.position ?? ''; ;) {
    const page = await store.readAll({ from, limit: PAGE });
    if (page.some((event) => event.id === eventId && event.position === position)) return true;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE || last.position >= position) return false;
    from = last.position;
  }
};

const firstInItsStream = async (store: Log, waypoints: readonly Waypoint[]): Promise<number> => {
  for (const [n, waypoint] of waypoints.entries()) {
    if (await isInItsStream(store, waypoint)) return n;
  }
  return waypoints.length;
};

/**
 * Whether the log still holds what a mark rests on; one read when it does. A mark of a position alone is looked up, and
 * proved by that unless it lies beyond the log's end. Throws what the store's reads throw.
 */
export const proveMark = async (store: Log, mark: Mark): Promise<Mark | WentBack> => {
  const { fact, ladder, position } = mark;
  if (fact === undefined) {
    if (position === '') return mark;
    const head = await store.head();
    return position > head ? { was: mark, lastCommon: await lookUpMark(store, head) } : lookUpMark(store, position);
  }
  if (await isInItsStream(store, fact)) return mark;
  const n = await firstInItsStream(store, ladder);
  const common = ladder[n];
  if (await isInTheLog(store, fact, common)) return mark;
  const lastCommon =
    common === undefined ? ORIGIN : { position: common.position, fact: common, ladder: ladder.slice(n + 1) };
  return { was: mark, lastCommon };
};
