import type { KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';

/** The least recently used keys make room beyond `limit`; deriving one anew costs some 30 µs. */
export class DerivedKeys {
  private readonly keys: LRUCache<string, KeyObject>;

  constructor(limit = 4096) {
    this.keys = new LRUCache({ max: limit });
  }

  get size(): number {
    return this.keys.size;
  }

  /** `name` must state everything the key depends on. A derivation that throws is not remembered. */
  of(name: string, derive: () => KeyObject): KeyObject {
    const known = this.keys.get(name);
    if (known !== undefined) return known;
    const key = derive();
    this.keys.set(name, key);
    return key;
  }
}
