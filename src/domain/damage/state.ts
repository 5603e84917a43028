import { withEntry } from '../../kernel/draft';
import { entryOf } from '../../kernel/entry-of';
import type { Fold } from '../../kernel/fold';
import type { DamageEvent } from './events';

export interface Damage {
  readonly damageId: string;
  readonly stream: string;
  readonly revision: number;
  /** Wire name of what can't be read; absent where revisions are lost. */
  readonly type?: string;
  readonly fault: string;
  readonly foundAt: string;
  /** Time of the stream's last fact, which lay in the future; absent for what can't be read or is lost. */
  readonly until?: string;
  readonly settledBy?: string;
  /** Up to which revision the stream's times say nothing since. */
  readonly settledUpTo?: number;
}

export interface DamageState {
  /** By id, in the order they were found. */
  readonly damages: Readonly<Record<string, Damage>>;
}

/** What was ever found damaged, and what of it was settled. */
export const damage: Fold<DamageState, DamageEvent> = {
  category: 'damage',
  neverFrozen: true,
  initial: { damages: {} },
  evolve: {
    'keyledger.stream-damage-found.v1': ({ damages }, found) => ({
      damages: entryOf(damages, found.damageId) === undefined ? withEntry(damages, found.damageId, found) : damages,
    }),
    'keyledger.stream-damage-settled.v1': ({ damages }, { damageId, settledBy }) => {
      const known = entryOf(damages, damageId);
      return known === undefined ? { damages } : { damages: withEntry(damages, damageId, { ...known, settledBy }) };
    },
    'keyledger.stream-ahead-found.v1': ({ damages }, found) => {
      const fault = `its last fact lies in the future, at ${found.until}: a clock was ahead`;
      const isKnown = entryOf(damages, found.damageId) !== undefined;
      return { damages: isKnown ? damages : withEntry(damages, found.damageId, { ...found, fault }) };
    },
    'keyledger.stream-ahead-settled.v1': ({ damages }, { damageId, settledBy, upTo }) => {
      const known = entryOf(damages, damageId);
      const settled = { settledBy, settledUpTo: upTo };
      return known === undefined ? { damages } : { damages: withEntry(damages, damageId, { ...known, ...settled }) };
    },
  },
};
