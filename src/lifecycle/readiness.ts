import type { Projections } from '../../projections/engine/projections';
import type { EventStore } from '../kernel/event-store';
import type { ReadinessReport } from '../kernel/readiness';
import { StoreUnavailable } from '../kernel/store-errors';

type Parts = ReadinessReport['parts'];

/** What a store says, or that it can't be asked. */
const unlessAway = async (part: string, ask: () => Promise<Parts>): Promise<{ away: boolean; parts: Parts }> => {
  try {
    return { away: false, parts: await ask() };
  } catch (error) {
    if (error instanceof StoreUnavailable) return { away: true, parts: { [part]: { state: 'away' } } };
    throw error;
  }
};

const partsOf = async (projections: Projections): Promise<Parts> =>
  Object.fromEntries(
    (await projections.status()).map(({ name, state, position, error }) => [
      name,
      { state, position, ...(error === undefined ? {} : { error }) },
    ]),
  );

/**
 * Ready once every projection has reached what was in the log when the process started, and while the log can be asked:
 * without it nothing that needs a permission is answered. Without the read models who has an id can work, so that they may
 * be away later on.
 */
export const readiness =
  (
    projections: Projections,
    eventStore: EventStore,
    headAtStart: string,
    /** Why it does not do all it should; see {@link degraded}. */
    reasonsOf: () => Promise<readonly string[]>,
  ) =>
  async (): Promise<ReadinessReport> => {
    const log = await unlessAway('eventStore', async () => {
      await eventStore.head();
      return { eventStore: { state: 'running' } };
    });
    if (log.away) return { ready: false, parts: log.parts };
    const models = await unlessAway('readModels', () => partsOf(projections));
    const reasons = await unlessAway('policies', async () => ({ reasons: await reasonsOf() }));
    const told = (
      reasons.away ? ['the places of the policies can not be read'] : reasons.parts['reasons']
    ) as readonly string[];
    return {
      ready: projections.behind(headAtStart).length === 0,
      ...(told.length === 0 ? {} : { degraded: true, reasons: told }),
      parts: { ...log.parts, ...models.parts },
    };
  };
