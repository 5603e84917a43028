import type { NewEvent } from '../../src/kernel/new-event';
import type { RecordedEvent } from '../../src/kernel/recorded-event';
import { copyOf } from './copies';
import type { Stores } from './stores';

const PER_APPEND = 500;

/** Sessions that came and went before, until the stream holds so many events. */
export const lengthenSessions = async ({ eventStore, ids }: Stores, id: string, length: number): Promise<void> => {
  const stream = `identity-${id}`;
  const lived = await eventStore.readStream(stream, { limit: 3 });
  const [, out, back] = lived as [RecordedEvent, RecordedEvent, RecordedEvent];
  const known = (out.data as { sessionId: string }).sessionId;
  const facts: NewEvent[] = [];
  let time = Date.parse(back.metadata.time);
  while (lived.length + facts.length < length) {
    const words = { [known]: `${id}.${ids.next()}` };
    const next = (event: RecordedEvent) =>
      copyOf(event, ids.next(), { ...words, [event.metadata.time]: new Date((time += 1)).toISOString() });
    facts.push(next(out), next(back));
  }
  for (let from = 0; from < facts.length; from += PER_APPEND) {
    await eventStore.append(stream, lived.length - 1 + from, facts.slice(from, from + PER_APPEND));
  }
};
