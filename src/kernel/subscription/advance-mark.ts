import type { Position } from '../position';
import type { RecordedEvent } from '../recorded-event';
import type { Mark, Waypoint } from './mark';

/** A mark gets a waypoint each time so many facts were passed: in between, what is stored of it need not be written again. */
const STEP = 16;
const MOST_RUNGS = 32;
/** The waypoint between two is left out while the farther one is not more than so many times as far away as the nearer one. */
const FARTHER = 4;

const thinned = (waypoints: readonly Waypoint[], passed: number): readonly Waypoint[] => {
  const kept: Waypoint[] = [];
  waypoints.forEach((waypoint, n) => {
    const [nearer, farther] = [kept.at(-1), waypoints[n + 1]];
    const spared =
      nearer !== undefined && farther !== undefined && passed - farther.passed <= FARTHER * (passed - nearer.passed);
    if (!spared) kept.push(waypoint);
  });
  return kept.length <= MOST_RUNGS ? kept : [...kept.slice(0, MOST_RUNGS - 1), ...kept.slice(-1)];
};

export const waypointOf = ({ position, id, stream, revision }: RecordedEvent, passed: number): Waypoint => ({
  position,
  eventId: id,
  stream,
  revision,
  passed,
});

/** The mark after these events of ours, which lie after it in the log, the last of them at or before the position. */
export const advanceMark = (mark: Mark, events: readonly RecordedEvent[], position: Position): Mark => {
  const last = events.at(-1);
  if (last === undefined) return position > mark.position ? { ...mark, position } : mark;
  const { fact: before, ladder } = mark;
  const fact = waypointOf(last, (before?.passed ?? 0) + events.length);
  const isDue = before !== undefined && fact.passed - (ladder[0]?.passed ?? -STEP) >= STEP;
  return { position, fact, ladder: isDue ? thinned([before, ...ladder], fact.passed) : ladder };
};
