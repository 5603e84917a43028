import type { Projector } from '../../src/kernel/projector';
import type { Versioned } from '../../src/kernel/read-model';
import type { BuildTable } from '../../src/kernel/read-store';
import type { RecordedEvent } from '../../src/kernel/recorded-event';
import { PoisonousEvent } from './poisonous-event';

const idsOf = <D>(projector: Projector<D>, event: RecordedEvent): readonly string[] => {
  try {
    return projector.ids(event);
  } catch (error) {
    throw new PoisonousEvent(event, error);
  }
};

const nextOf = <D>(projector: Projector<D>, event: RecordedEvent, before: Versioned<D> | undefined, id: string) => {
  try {
    return projector.next(before?.document, event, id);
  } catch (error) {
    throw new PoisonousEvent(event, error);
  }
};

/**
 * The documents a batch of events changes, as they are after it. An event that a document has already seen (its position
 * is not newer) leaves it alone, so that a repeated batch changes nothing. Throws {@link PoisonousEvent}.
 */
export const applyBatch = async <D>(
  projector: Projector<D>,
  table: Pick<BuildTable<D>, 'load'>,
  events: readonly RecordedEvent[],
): Promise<readonly Versioned<D>[]> => {
  const touched = events.map((event) => ({ event, ids: idsOf(projector, event) }));
  const ids = [...new Set(touched.flatMap((touch) => touch.ids))];
  const documents = new Map(ids.length === 0 ? [] : await table.load(ids));
  const changed = new Map<string, Versioned<D>>();
  for (const { event, ids: own } of touched) {
    for (const id of own) {
      const before = documents.get(id);
      if (before !== undefined && before.position >= event.position) {
        continue;
      }
      const document = nextOf(projector, event, before, id);
      if (document === before?.document) {
        continue;
      }
      const after: Versioned<D> =
        document === undefined ? { id, position: event.position } : { id, position: event.position, document };
      documents.set(id, after);
      changed.set(id, after);
    }
  }
  return [...changed.values()];
};
