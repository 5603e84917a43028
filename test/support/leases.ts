import type { Lease } from '../../src/kernel/lease';

/** Leases of several nodes in one process, any of which can fall silent. */
export class Leases {
  private readonly held = new Map<string, { readonly node: object; readonly until: number }>();
  private readonly silent = new Set<object>();

  /** `pace`: what a second counts, so that a test need not wait for one. */
  constructor(private readonly pace = 1) {}

  node(): Lease & { fallSilent(): void } {
    const node = {};
    return {
      hold: async (name, ttlMs) => {
        const holder = this.held.get(name);
        const now = performance.now();
        if (this.silent.has(node)) throw new Error('this node is cut off');
        if (holder !== undefined && holder.node !== node && holder.until > now) return false;
        this.held.set(name, { node, until: now + ttlMs * this.pace });
        return true;
      },
      release: async (name) => {
        if (this.held.get(name)?.node === node && !this.silent.has(node)) this.held.delete(name);
      },
      fallSilent: () => void this.silent.add(node),
    };
  }
}
