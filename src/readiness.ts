import type { Projections } from '../projections/engine/projections';
import type { EventStore } from './kernel/event-store';
import type { ReadinessReport } from './kernel/readiness';
import { StoreUnavailable } from './kernel/store-errors';

/**
 * Ready once every projection has reached what was in the log when the process started, and while the log can be asked:
 * without it nothing that needs a permission is answered.
 */
export const readiness =
  (projections: Projections, eventStore: EventStore, headAtStart: string) => async (): Promise<ReadinessReport> => {
    try {
      await eventStore.head();
    } catch (error) {
      if (error instanceof StoreUnavailable) return { ready: false, parts: { eventStore: { state: 'away' } } };
      throw error;
    }
    const status = await projections.status();
    const behind = projections.behind(headAtStart);
    const models = status.map(
      ({ name, state, position, error }) =>
        [name, { state, position, ...(error === undefined ? {} : { error }) }] as const,
    );
    return {
      ready: behind.length === 0,
      parts: { eventStore: { state: 'running' }, ...Object.fromEntries(models) },
    };
  };
