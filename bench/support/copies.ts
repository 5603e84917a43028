import type { NewEvent } from '../../src/kernel/new-event';
import type { RecordedEvent } from '../../src/kernel/recorded-event';

/** A fact as the server wrote it, with other words in place of some: what a bigger log would hold. */
export const copyOf = (event: RecordedEvent, id: string, words: Readonly<Record<string, string>>): NewEvent => {
  const { type, data, metadata } = event;
  let text = JSON.stringify({ type, data, metadata });
  for (const [from, to] of Object.entries(words)) {
    text = text.replaceAll(from, to);
  }
  return { id, ...(JSON.parse(text) as Omit<NewEvent, 'id'>) };
};
