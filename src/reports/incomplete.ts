import { entryOf } from '../kernel/entry-of';
import type { Cell, Report } from './report';
import type { StateView } from './state-view';

/** `group:<id>` of a path names the group. */
const idIn = (cell: Cell): string | undefined => (typeof cell === 'string' ? cell.replace(/^group:/u, '') : undefined);

/**
 * The streams that a row rests on and that lack facts: what it tells may not be so, as what would say otherwise may be among what
 * is lost. Empty where nothing of them is known to be lost.
 */
export const incompleteOf = (
  { restsOn }: Pick<Report, 'restsOn'>,
  cells: Readonly<Record<string, Cell>>,
  others: readonly string[],
  view: StateView,
): readonly string[] => {
  if (view.damaged.isEmpty) return [];
  const named = restsOn.flatMap(([category, column]) => {
    if (column === undefined) return [...view.damaged].filter((stream) => stream.split('-', 1)[0] === category);
    const id = idIn(entryOf(cells, column));
    return id === undefined ? [] : [`${category}-${id}`];
  });
  return [...new Set([...named, ...others])].filter((stream) => view.lacks(stream)).toSorted();
};
