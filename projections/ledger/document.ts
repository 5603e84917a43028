import type { ModelSchema } from '../../src/kernel/read-model';

/**
 * A node of the Merkle tree over the log's facts: at level 0 a leaf, at each level above the root of 256 nodes of the level
 * below. Whatever a proof or a tile needs follows from these.
 */
export interface LedgerDocument {
  /** See `nodeId`. */
  readonly id: string;
  /** Base64 of 32 bytes. */
  readonly hash: string;
  /** Of a leaf: the fact. */
  readonly eventId?: string;
  /** Of a leaf: the fact's place in the log. */
  readonly position?: string;
}

export const LEDGER: ModelSchema = {
  name: 'ledger',
  version: 2,
  fields: { eventId: 'text', position: 'text' },
  indexes: [['eventId']],
};
