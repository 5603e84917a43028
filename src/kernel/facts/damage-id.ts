import type { Ids } from '../ids';
import type { SeededIds } from '../seeded-ids';

/** In whose name damage is told, and what its ids follow from. */
export const FIND_DAMAGE = 'find-damage';

const MOST_LETTERS = 200;

/** A stranger's wire name as it may stand in a fact of ours. */
export const tellable = (type: string): string =>
  type === '' ? '(none)' : type.slice(0, MOST_LETTERS).replaceAll(/[\ud800-\udfff]/gu, '\ufffd');

export interface Damaged {
  readonly stream: string;
  readonly revision: number;
  readonly type?: string | undefined;
}

/** Ids for the facts of one damage, the first one its own: whoever finds it makes the same. */
export const damageIds = (seeded: SeededIds, { stream, revision, type }: Damaged): Ids =>
  seeded.from(JSON.stringify([FIND_DAMAGE, stream, revision, type === undefined ? {} : { type: tellable(type) }]));

/** Ids for the facts about a stream whose last fact lies in the future. */
export const aheadIds = (seeded: SeededIds, { stream, revision }: Omit<Damaged, 'type'>): Ids =>
  seeded.from(JSON.stringify(['find-ahead', stream, revision]));
