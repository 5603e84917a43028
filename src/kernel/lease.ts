/** Saves work among replicas; carries no correctness: whoever lost it unawares does harm to nobody. */
export abstract class Lease {
  /** Takes or renews a name for `ttlMs`; false when somebody else holds it. */
  abstract hold(name: string, ttlMs: number): Promise<boolean>;
  abstract release(name: string): Promise<void>;
}
