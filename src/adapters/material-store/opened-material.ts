import type { Checkpoints } from '../../kernel/checkpoints';
import type { Idempotency } from '../../kernel/idempotency';
import type { MaterialStore } from '../../kernel/material-store';

/** Sealed values and what lies with them: all that must not be lost and is not in the log. */
export interface OpenedMaterial {
  readonly store: MaterialStore;
  readonly idempotency: Idempotency;
  readonly checkpoints: Checkpoints;
  /** Whether it is this root key's, told by a fingerprint. The first one told is the one from then on. */
  isSealedUnder(fingerprint: string): Promise<boolean>;
  /** How far each policy has worked, for a copy of the embedded files. */
  readonly policies?: () => Readonly<Record<string, string>>;
  close(): void;
}
