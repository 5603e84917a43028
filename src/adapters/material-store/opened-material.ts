import type { Checkpoints } from '../../kernel/checkpoints';
import type { Idempotency } from '../../kernel/idempotency';
import type { MaterialStore } from '../../kernel/material-store';

/** Sealed values and what lies with them: all that must not be lost and is not in the log. */
export interface OpenedMaterial {
  readonly store: MaterialStore;
  readonly idempotency: Idempotency;
  readonly checkpoints: Checkpoints;
  /** Tells this store from every other one; a copy of it has the same. */
  readonly id: string;
  /** It was bound to no log yet. */
  readonly isNew: boolean;
  /** From now on it goes with the log it was opened beside, and is refused beside any other. */
  bind(): Promise<void>;
  /** Whether it is this root key's, told by a fingerprint. The first one told is the one from then on. */
  isSealedUnder(fingerprint: string): Promise<boolean>;
  /** What stands there of the seal of the log; undefined before it was sealed. */
  sealMark(): Promise<string | undefined>;
  /** Durable when answered; in the place of the one before. */
  keepSealMark(mark: string): Promise<void>;
  /** How far each policy has worked, for a copy of the embedded files. */
  readonly policies?: () => Readonly<Record<string, string>>;
  close(): void;
}
