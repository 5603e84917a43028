import { madeAt } from './stored-id';

/**
 * Tells ids that no append of this process has tried, so that a first append needs no look at its stream: ids that were made
 * once are in no other hands. Bounded; an id as old as one that was forgotten counts as tried.
 */
export class NewIds {
  private readonly tried = new Set<string>();
  /** Ids made up to then may have been tried, ms since 1970. */
  private unsureUntil: number;

  constructor(
    startedAt = Date.now(),
    private readonly most = 50_000,
  ) {
    this.unsureUntil = startedAt;
  }

  areNew(ids: readonly string[]): boolean {
    return ids.every((id) => (madeAt(id) ?? -Infinity) > this.unsureUntil && !this.tried.has(id));
  }

  try(ids: readonly string[]): void {
    ids.forEach((id) => this.tried.add(id));
    for (const id of this.tried) {
      if (this.tried.size <= this.most) break;
      this.tried.delete(id);
      this.unsureUntil = Math.max(this.unsureUntil, madeAt(id) ?? -Infinity);
    }
  }

  /** They are known not to be in the log. */
  forget(ids: readonly string[]): void {
    ids.forEach((id) => this.tried.delete(id));
  }
}
