import type { NewEvent } from '../../src/kernel/new-event';
import type { RecordedEvent } from '../../src/kernel/recorded-event';
import { copyOf } from './copies';
import type { Stores } from './stores';

const PER_APPEND = 500;

/** Facts like those that a server wrote at the end of a stream, until it holds so many events. `known`: an id of theirs that is new in each. */
export const lengthen = async (
  { eventStore, ids }: Stores,
  stream: string,
  { like, known, length, prefix = '' }: { like: number; known: string; length: number; prefix?: string },
): Promise<void> => {
  const last = await eventStore.readStream(stream, { limit: like, direction: 'backwards' });
  const lived = last.toReversed();
  const from = (lived.at(-1) as RecordedEvent).revision;
  const id = lived.map(({ data }) => (data as Readonly<Record<string, string>>)[known]).find(Boolean) ?? '';
  let facts: NewEvent[] = [];
  let at = from;
  while (at + facts.length + 1 < length) {
    const words = { [id]: `${prefix}${ids.next()}` };
    facts.push(...lived.map((event) => copyOf(event, ids.next(), words)));
    if (facts.length >= PER_APPEND) {
      ({ revision: at } = await eventStore.append(stream, at, facts));
      facts = [];
    }
  }
  if (facts.length > 0) await eventStore.append(stream, at, facts);
};
