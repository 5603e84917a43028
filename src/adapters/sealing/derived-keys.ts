import type { KeyObject } from 'node:crypto';

/** The least recently used keys make room beyond `limit`; deriving one anew costs some 30 µs. */
export class DerivedKeys {
  private readonly keys = new Map<string, KeyObject>();

  constructor(private readonly limit = 4096) {}

  get size(): number {
    return this.keys.size;
  }

  /** `name` must state everything the key depends on. A derivation that throws is not remembered. */
  of(name: string, derive: () => KeyObject): KeyObject {
    const known = this.keys.get(name);
    const key = known ?? derive();
    if (known !== undefined) this.keys.delete(name);
    this.keys.set(name, key);
    if (this.keys.size > this.limit) {
      for (const oldest of this.keys.keys()) {
        this.keys.delete(oldest);
        break;
      }
    }
    return key;
  }
}
