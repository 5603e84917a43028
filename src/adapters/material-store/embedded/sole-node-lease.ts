import type { Lease } from '../../../kernel/lease';

/** An embedded store has one node, so every lease is its own. */
export const soleNodeLease: Lease = {
  hold: async () => true,
  release: async () => undefined,
};
