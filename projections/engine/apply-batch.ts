import type { Projector } from '../../src/kernel/projector';
import type { Versioned } from '../../src/kernel/read-model';
import type { BuildTable } from '../../src/kernel/read-store';
import type { RecordedEvent } from '../../src/kernel/recorded-event';
import { PoisonousEvent } from './poisonous-event';

export interface Applied<D> {
  /** The documents the events changed, as they are after them. */
  readonly changes: readonly Versioned<D>[];
  /** The event that could not be taken; nothing of it or after it is among the changes. */
  readonly poison?: PoisonousEvent;
}

type Documents<D> = Map<string, Versioned<D>>;

interface Touch {
  readonly event: RecordedEvent;
  readonly ids: readonly string[];
}

/** What each event touches, up to the first one the projector can't take. */
const touchesOf = <D>(projector: Projector<D>, events: readonly RecordedEvent[]) => {
  const touches: Touch[] = [];
  for (const event of events) {
    try {
      touches.push({ event, ids: projector.ids(event) });
    } catch (error) {
      return { touches, poison: new PoisonousEvent(event, error) };
    }
  }
  return { touches };
};

/** The documents one event changes. A document that has already seen it (its position is not newer) is left alone. */
const changesOf = <D>(projector: Projector<D>, { event, ids }: Touch, documents: Documents<D>): Versioned<D>[] =>
  ids.flatMap((id) => {
    const before = documents.get(id);
    if (before !== undefined && before.position >= event.position) {
      return [];
    }
    const document = projector.next(before?.document, event, id);
    if (document === before?.document) {
      return [];
    }
    return [document === undefined ? { id, position: event.position } : { id, position: event.position, document }];
  });

/** Applies events in order to the documents there are. Repeating it changes nothing. Throws what loading throws. */
export const applyBatch = async <D>(
  projector: Projector<D>,
  table: Pick<BuildTable<D>, 'load' | 'find'>,
  events: readonly RecordedEvent[],
): Promise<Applied<D>> => {
  if (projector.inOrder !== undefined) {
    return { changes: await projector.inOrder(events, table) };
  }
  const { touches, poison } = touchesOf(projector, events);
  const ids = [...new Set(touches.flatMap((touch) => touch.ids))];
  const documents: Documents<D> = new Map(ids.length === 0 ? [] : await table.load(ids));
  const changed: Documents<D> = new Map();
  for (const touch of touches) {
    try {
      for (const change of changesOf(projector, touch, documents)) {
        documents.set(change.id, change);
        changed.set(change.id, change);
      }
    } catch (error) {
      return { changes: [...changed.values()], poison: new PoisonousEvent(touch.event, error) };
    }
  }
  return poison === undefined ? { changes: [...changed.values()] } : { changes: [...changed.values()], poison };
};
