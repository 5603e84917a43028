import type { Checkpoints } from '../../kernel/checkpoints';
import type { EventStore } from '../../kernel/event-store';
import type { PolicyReport } from '../../kernel/operations';
import { BEFORE_FIRST, type Position } from '../../kernel/position';
import { lagBetween } from '../../kernel/position-lag';
import type { Parking } from './parking';
import type { Policy } from './policy';

interface Sources {
  readonly checkpoints: Checkpoints;
  readonly store: EventStore;
  readonly parking: Pick<Parking, 'of'>;
  readonly failures: number;
}

/** How a policy stands by what is durable, so that every node says the same of it. */
export const reportOf = async (
  { name, reaction }: Policy,
  head: Position,
  { checkpoints, store, parking, failures }: Sources,
): Promise<PolicyReport> => {
  const position = (await checkpoints.get(name))?.position ?? BEFORE_FIRST;
  const types = reaction?.types ?? [];
  const [[next], parked] = await Promise.all([
    position < head ? store.readAll({ from: position, types, limit: 1 }) : [],
    parking.of(name),
  ]);
  return {
    name,
    position,
    lag: lagBetween(position, head),
    ...(next === undefined ? {} : { oldestUnhandled: next.metadata.time }),
    failures,
    parked: parked.map(({ revision: _, ...each }) => each),
  };
};
