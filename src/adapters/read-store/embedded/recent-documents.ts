import { LRUCache } from 'lru-cache';

/** A few dozen vaults and organizations are asked for with nearly every answer, for their names. */
const MOST = 200;

const frozen = <T>(value: T): T => {
  if (typeof value !== 'object' || value === null) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
};

/** Documents of one table that were asked for last, each as it stands there until it is written. Frozen: who asks shares them. */
export class RecentDocuments {
  private readonly known = new LRUCache<string, object>({ max: MOST });

  get(id: string): object | undefined {
    return this.known.get(id);
  }

  keep<D>(id: string, document: D): D {
    this.known.set(id, frozen(document) as object);
    return document;
  }

  forget(id: string): void {
    this.known.delete(id);
  }

  forgetAll(): void {
    this.known.clear();
  }
}
