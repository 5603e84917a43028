import { entryOf } from '../../kernel/entry-of';
import { refuse, type Refusal } from '../../kernel/refusal';
import type { DamageEvent } from './events';
import type { DamageState } from './state';

/** Of one stream: whoever writes rubbish without end must not fill the list. What is settled makes room. */
const MOST_OPEN = 100;
/** Of all of them: it may be written into as many streams. They are frozen all the same. */
const MOST_OPEN_OF_ALL = 1000;

export interface Find {
  readonly damageId: string;
  readonly stream: string;
  readonly revision: number;
  readonly type?: string;
  readonly fault: string;
  /** Nothing proves that it is ours. */
  readonly unauthentic?: true;
}

/** Once, whichever node finds it and however often. */
export const findDamage = ({ damages }: DamageState, found: Find, now: string): readonly DamageEvent[] => {
  const open = Object.values(damages).filter(({ settledBy }) => settledBy === undefined);
  const ofStream = open.filter(({ stream }) => stream === found.stream);
  const isFull = ofStream.length >= MOST_OPEN || open.length >= MOST_OPEN_OF_ALL;
  return entryOf(damages, found.damageId) !== undefined || isFull
    ? []
    : [{ type: 'keyledger.stream-damage-found.v1', data: { ...found, foundAt: now } }];
};

export interface Settle {
  readonly damageId: string;
  readonly reason: string;
  readonly settledBy: string;
  /** Where what is lost is settled: the stream's last revision, -1 where nothing of it is left. */
  readonly lostUpTo?: number;
  /** And its first one, where it lacks its beginning. */
  readonly lostBelow?: number;
}

/** Settled once is settled for ever. */
export const settleDamage = ({ damages }: DamageState, settle: Settle): readonly DamageEvent[] | Refusal => {
  const found = entryOf(damages, settle.damageId);
  if (found === undefined) {
    return refuse('NOT_FOUND', 'There is no such damage.');
  }
  const { stream, revision, settledBy } = found;
  return settledBy === undefined
    ? [{ type: 'keyledger.stream-damage-settled.v1', data: { ...settle, stream, revision } }]
    : [];
};
