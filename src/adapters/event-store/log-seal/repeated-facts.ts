import type { StoredFact } from '../../../kernel/facts/fact-classifier';
import { ANYWHERE } from '../../../kernel/facts/authentic-facts';
import { withoutCode } from '../../../kernel/facts/stored-code';

/** The last hexadecimal digits of an id that a number can hold; of the ids we make they are random, or a digest's. */
const DIGITS = 13;

/**
 * Tells facts that stand in the log a second time. Those whose code names their revision can't; the others are remembered, a
 * number each, up to so many.
 */
export class RepeatedFacts {
  private readonly seen = new Set<number>();

  constructor(private readonly most = 1_000_000) {}

  /** May it have been told before? Where it is so for chance, its stream says no. */
  maybe({ id, metadata }: StoredFact): boolean {
    if (withoutCode(metadata).code?.startsWith(ANYWHERE) !== true) return false;
    const number = Number.parseInt(id.slice(-DIGITS), 16);
    if (this.seen.has(number)) return true;
    if (this.seen.size < this.most) this.seen.add(number);
    return false;
  }
}
