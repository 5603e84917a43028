/** Saves work among replicas; carries no correctness: whoever lost it unawares does harm to nobody. */
export interface Lease {
  /** Takes or renews a name for `ttlMs`; false when somebody else holds it. */
  hold(name: string, ttlMs: number): Promise<boolean>;
  release(name: string): Promise<void>;
}
