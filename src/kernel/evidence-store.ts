/** A signed checkpoint, as it is kept for ever. */
export interface KeptCheckpoint {
  /** Which log, from 1 on. */
  readonly log: number;
  readonly origin: string;
  readonly size: number;
  /** Base64. */
  readonly root: string;
  /** The signed note. */
  readonly note: string;
  /** Of the key that signed it. */
  readonly vkey: string;
  /** RFC 3339. */
  readonly signedAt: string;
}

/**
 * Keeps signed checkpoints: they can't be made again once the key is gone. Errors: {@link StoreUnavailable},
 * {@link StoreDamaged}. Every adapter passes `test/contract/evidence-store.contract.ts`.
 */
export abstract class EvidenceStore {
  /** Keeps the first one of a size; repeating it changes nothing. Durable when answered. */
  abstract keep(checkpoint: KeptCheckpoint): Promise<void>;
  /** The largest of a log that has at most this size; absent: the largest there is. */
  abstract newest(log: number, atMost?: number): Promise<KeptCheckpoint | undefined>;
  /** The next ones of a log by size. */
  abstract after(log: number, size: number, limit: number): Promise<readonly KeptCheckpoint[]>;
  /** The keys of all logs, the newest first. */
  abstract keys(): Promise<readonly string[]>;
}
