import type { DomainEvent } from '../../../src/kernel/event';
import { grow, type Fold } from '../../../src/kernel/fold';
import { grownFacts } from './grown-facts';

const FEW = 2000;
const MANY = 20_000;
export const MOST_RATIO = 15;
/** So often it is measured while the machine is busy with something else. */
const TRIES = 20;
/** No machine is that busy. */
const HOPELESS_MS = 2000;
/** Below, the machine tells more than the fold: what is quadratic takes many times as long for so many. */
const NOTHING_MS = 10;

export interface FoldTime {
  readonly category: string;
  readonly how: 'passing' | 'gathering';
  readonly fewMs: number;
  readonly manyMs: number;
  readonly ratio: number;
}

/** Of the processor: others' work on the machine is not counted. */
const foldMs = (fold: Fold<object, DomainEvent>, facts: readonly DomainEvent[]): number => {
  const before = process.cpuUsage().user;
  grow(fold, fold.initial, facts);
  return (process.cpuUsage().user - before) / 1000;
};

/** How long ten times as many facts take, the best of some tries. */
export const foldTime = (fold: Fold<object, DomainEvent>, how: FoldTime['how']): FoldTime => {
  const many = grownFacts(fold, how, MANY);
  const few = many.slice(0, FEW);
  let [fewMs, manyMs, ratio] = [Infinity, Infinity, Infinity];
  for (let tries = 0; tries < TRIES && ratio > MOST_RATIO && !(manyMs > HOPELESS_MS && manyMs < Infinity); tries += 1) {
    fewMs = Math.min(fewMs, foldMs(fold, few));
    manyMs = Math.min(manyMs, foldMs(fold, many));
    ratio = manyMs / Math.max(fewMs, NOTHING_MS);
  }
  return { category: fold.category, how, fewMs, manyMs, ratio };
};
