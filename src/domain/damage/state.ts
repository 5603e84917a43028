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
  readonly settledBy?: string;
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
      damages: { ...damages, [found.damageId]: entryOf(damages, found.damageId) ?? found },
    }),
    'keyledger.stream-damage-settled.v1': ({ damages }, { damageId, settledBy }) => {
      const known = entryOf(damages, damageId);
      return known === undefined ? { damages } : { damages: { ...damages, [damageId]: { ...known, settledBy } } };
    },
  },
};
