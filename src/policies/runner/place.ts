import type { Checkpoints } from '../../kernel/checkpoints';
import type { EventStore } from '../../kernel/event-store';
import type { Position } from '../../kernel/position';

/** Where a policy goes on in the log, durably known when answered: one that is new to a log starts at the present. */
export const placeOf = async (name: string, checkpoints: Checkpoints, store: EventStore): Promise<Position> => {
  const known = await checkpoints.get(name);
  if (known !== undefined) return known;
  await checkpoints.set(name, await store.head());
  return (await checkpoints.get(name)) ?? '';
};
