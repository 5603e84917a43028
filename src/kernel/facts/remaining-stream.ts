import type { EventStore } from '../event-store';
import { endOfStream } from './end-of-stream';

/** What the fact that settles a loss says of the stream. */
export interface RemainingStream {
  /** The last revision there is; -1 when nothing is left. */
  readonly lostUpTo: number;
  /** The first one there is, where the stream lacks its beginning: a server goes on showing that to whoever reads all streams. */
  readonly lostBelow?: number;
}

/** What is left of a stream that lacks revisions. */
export const remainingOf = async (
  store: Pick<EventStore, 'scanStream'>,
  damaged: { readonly stream: string; readonly revision: number },
): Promise<RemainingStream> => {
  const [first] = (await store.scanStream(damaged.stream, 0, 1)).entries;
  const lostUpTo = await endOfStream(store, damaged);
  return first === undefined || first.revision === 0 ? { lostUpTo } : { lostUpTo, lostBelow: first.revision };
};
