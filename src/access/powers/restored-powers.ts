import type { DomainEvent } from '../../kernel/event';
import { grow } from '../../kernel/fold';
import type { Power } from './power';
import type { PowerSource } from './powers-of';

/** Work that one stream may cost: powers looked at, over all facts lost. Beyond it the last fact stands for all of them. */
const MOST_LOOKED_AT = 1_000_000;

/** What a lost fact had taken, and what stands again. */
export interface RestoredPower {
  /** What it is about, within its stream. */
  readonly subject: string;
  readonly what: string;
  /** Which of the lost facts took it. */
  readonly takenBy: number;
}

const ranks = (giving: PowerSource, state: object): ReadonlyMap<string, Power> => new Map(giving.powers(state));

const rankIn = (powers: ReadonlyMap<string, Power>, key: string): number =>
  powers.get(key)?.rank ?? Number.NEGATIVE_INFINITY;

/**
 * What of a stream stands again because facts of it are lost: it stood before them, they took it, and by now it stands.
 * `common`: the stream as it was before them; `now`: as the log says.
 */
export const restoredPowers = (
  giving: PowerSource,
  common: object,
  lost: readonly DomainEvent[],
  now: object,
): readonly RestoredPower[] => {
  const before = ranks(giving, common);
  const after = ranks(giving, grow(giving.fold, common, lost));
  const rights = ranks(giving, now);
  const restored = new Map<string, Power & { readonly key: string }>();
  for (const [key, power] of before) {
    const left = rankIn(after, key);
    const [subject = ''] = key.split(' ');
    if (power.rank > left && rankIn(rights, key) > left && !restored.has(subject)) {
      restored.set(subject, { ...power, key });
    }
  }
  const isCheap = lost.length * before.size <= MOST_LOOKED_AT;
  const takenBy = isCheap && restored.size > 0 ? takenAt(giving, common, lost, [...restored.values()]) : new Map();
  return [...restored].map(([subject, { what, key }]) => ({
    subject,
    what,
    takenBy: takenBy.get(key) ?? lost.length - 1,
  }));
};

/** Which fact was the last one to take each. */
const takenAt = (
  giving: PowerSource,
  common: object,
  lost: readonly DomainEvent[],
  restored: readonly { readonly key: string }[],
): Map<string, number> => {
  const taken = new Map<string, number>();
  let state = common;
  let before = ranks(giving, common);
  lost.forEach((fact, at) => {
    state = grow(giving.fold, state, [fact]);
    const after = ranks(giving, state);
    for (const { key } of restored) if (rankIn(after, key) < rankIn(before, key)) taken.set(key, at);
    before = after;
  });
  return taken;
};
