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

/** What somebody outside said of a kept checkpoint: that they saw it, or when it was there. */
export interface Attestation {
  readonly log: number;
  readonly size: number;
  /** Verifier key of a witness, address of a time-stamping authority. */
  readonly by: string;
  readonly kind: 'cosignature' | 'timestamp';
  /** The signature line, or the token in base64. */
  readonly content: string;
  /** RFC 3339. */
  readonly keptAt: string;
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
  /** Keeps the first one of a size by somebody; repeating it changes nothing. Durable when answered. */
  abstract keepAttestation(attestation: Attestation): Promise<void>;
  /** The next ones of a log by size and by whom, up to a size. */
  abstract attestations(log: number, above: number, atMost: number): Promise<readonly Attestation[]>;
  /** The last ones of a log by size, the newest first; by somebody, or by anybody. */
  abstract newestAttestations(log: number, limit: number, by?: string): Promise<readonly Attestation[]>;
  /** The keys of all logs, the newest first. */
  abstract keys(): Promise<readonly string[]>;
}
