import { entryOf } from '../../kernel/entry-of';
import { refuse, type Refusal } from '../../kernel/refusal';
import type { DamageEvent } from './events';
import type { DamageState } from './state';

/** A node whose own clock is behind finds every stream ahead: the list must stay one that a person can read. */
const MOST_OPEN = 100;

export interface FindAhead {
  readonly damageId: string;
  readonly stream: string;
  /** Of the fact that lies in the future. */
  readonly revision: number;
  readonly until: string;
}

/** Once a stream, until it is settled; and never for facts whose times are settled. */
export const findAhead = ({ damages }: DamageState, found: FindAhead, now: string): readonly DamageEvent[] => {
  const known = Object.values(damages).filter(({ until }) => until !== undefined);
  const open = known.filter(({ settledBy }) => settledBy === undefined);
  const isKnown = known.some(
    ({ damageId, stream, settledBy, settledUpTo = -1 }) =>
      damageId === found.damageId ||
      (stream === found.stream && (settledBy === undefined || settledUpTo >= found.revision)),
  );
  return isKnown || open.length >= MOST_OPEN
    ? []
    : [{ type: 'keyledger.stream-ahead-found.v1', data: { ...found, foundAt: now } }];
};

export interface SettleAhead {
  readonly damageId: string;
  readonly reason: string;
  readonly settledBy: string;
  /** The stream's last revision. */
  readonly upTo: number;
}

/** Settled once is settled for ever; a fact written later that lies in the future again is found anew. */
export const settleAhead = ({ damages }: DamageState, settle: SettleAhead): readonly DamageEvent[] | Refusal => {
  const found = entryOf(damages, settle.damageId);
  if (found?.until === undefined) {
    return refuse('NOT_FOUND', 'There is no such damage.');
  }
  return found.settledBy === undefined
    ? [{ type: 'keyledger.stream-ahead-settled.v1', data: { ...settle, stream: found.stream } }]
    : [];
};
