import { LRUCache } from 'lru-cache';
import type { StreamEnd } from './stream-ends';

const KEPT = 10_000;

/**
 * Where the streams written last end, so that appending to one again asks the disk nothing: one process writes, and it
 * tells what it has committed. Bounded by count; the streams used longest ago are forgotten.
 */
export class LastRevisions {
  private readonly revisions: LRUCache<string, number>;

  constructor(kept = KEPT) {
    this.revisions = new LRUCache({ max: kept });
  }

  /** Undefined: not remembered. */
  get(stream: string): number | undefined {
    return this.revisions.get(stream);
  }

  /** Committed: never what a transaction may yet take back. */
  remember(committed: Iterable<Pick<StreamEnd, 'stream' | 'revision'>>): void {
    for (const { stream, revision } of committed) this.revisions.set(stream, revision);
  }
}
