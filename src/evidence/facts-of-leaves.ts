import type { RecordedEvent } from '../kernel/recorded-event';
import type { LedgerLeaf } from './ledger-tree';

/**
 * The fact of each leaf, of those that were read; undefined where it is not among them. By its place: under the same id somebody
 * may have written it a second time.
 */
export const factsOfLeaves = (
  leaves: readonly Pick<LedgerLeaf, 'eventId' | 'position'>[],
  events: readonly RecordedEvent[],
): readonly (RecordedEvent | undefined)[] => {
  const at = new Map(events.map((event) => [event.position, event]));
  return leaves.map(({ eventId, position }) => {
    const event = at.get(position);
    return event?.id === eventId ? event : undefined;
  });
};
