import type { EventStore } from '../event-store';
import type { Position } from '../position';
import { waypointOf } from './advance-mark';
import type { Mark, Waypoint } from './mark';

/** How far back facts are looked for when a ladder begins. */
const LOOK_BACK = 256;

/**
 * The mark at a position of the log as it is: the last fact at or before it, and older ones at doubling distances. Throws
 * what the store's reads throw.
 */
export const lookUpMark = async (store: Pick<EventStore, 'readAll'>, position: Position): Promise<Mark> => {
  const before = await store.readAll({ from: position, direction: 'backwards', limit: LOOK_BACK });
  const from = before[0]?.position;
  // What stands at the position itself is not before it.
  const [next] = await store.readAll({ ...(from === undefined ? {} : { from }), limit: 1 });
  const facts = next !== undefined && next.position <= position ? [next, ...before] : before;
  const [fact, ...waypoints] = facts.flatMap((event, n): readonly Waypoint[] =>
    (n & (n - 1)) === 0 ? [waypointOf(event, facts.length - n)] : [],
  );
  return fact === undefined ? { position, ladder: [] } : { position, fact, ladder: waypoints };
};
