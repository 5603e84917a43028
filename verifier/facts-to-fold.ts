import type { FactOfLog } from './facts-of-bundle';
import type { ReadFact } from './facts-of-streams';

/** So many of the last facts of a stream are kept as they were read: most folds go on from near the end. */
const KEPT = 4;

/** The facts of one stream for folds that each have come to another place; all but the last ones lie in the bundle alone. */
export class FactsToFold {
  private readonly earlier: (() => ReadFact)[] = [];
  private recent: FactOfLog[] = [];
  last: { readonly revision: number; readonly time: string } | undefined;

  get count(): number {
    return this.earlier.length + this.recent.length;
  }

  add(told: FactOfLog): void {
    const { revision, metadata } = told.fact;
    this.last = { revision, time: metadata.time };
    this.recent.push(told);
    if (this.recent.length < 2 * KEPT) return;
    for (const { fact, again } of this.recent.slice(0, KEPT)) this.earlier.push(again ?? (() => fact));
    this.recent = this.recent.slice(KEPT);
  }

  /** Those from this place in the stream on. */
  *since(count: number): Generator<ReadFact> {
    for (let at = count; at < this.earlier.length; at += 1) yield (this.earlier[at] as () => ReadFact)();
    for (const { fact } of this.recent.slice(Math.max(0, count - this.earlier.length))) yield fact;
  }
}
