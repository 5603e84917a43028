import type { EventStore } from '../event-store';
import { ALL } from './settled';

const PAGE = 1000;

/** The last revision there ever was of a stream that lacks one; {@link ALL} when nothing is left of it. */
export const endOfStream = async (
  store: Pick<EventStore, 'scanStream'>,
  { stream, revision }: { readonly stream: string; readonly revision: number },
): Promise<number> => {
  let last = ALL;
  for (let from = revision; ;) {
    const { entries, more, reached = ALL } = await store.scanStream(stream, from, PAGE);
    last = entries.at(-1)?.revision ?? last;
    from = last + 1;
    // Where its beginning is lost and nothing came after, nothing is left, however far it had come.
    if (!more || entries.length === 0) return last === ALL && revision === 0 ? ALL : Math.max(last, reached);
  }
};
