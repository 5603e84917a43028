import type { Checkpoints } from '../../kernel/checkpoints';
import type { Idempotency } from '../../kernel/idempotency';
import type { MaterialStore } from '../../kernel/material-store';
import type { OwnKeyStore } from '../../kernel/own-keys';
import type { RootBoxes } from '../../kernel/root-boxes';
import type { CopyMark } from './copy-mark';

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
  /** The server's own keys. */
  readonly ownKeys: OwnKeyStore;
  /** What lies straight under the root key, and which root key that is. */
  readonly rootBoxes: RootBoxes;
  /** What stands there of the seal of the log; undefined before it was sealed. */
  sealMark(): Promise<string | undefined>;
  /** Durable when answered; in the place of the one before. */
  keepSealMark(mark: string): Promise<void>;
  /** Undefined: it is neither being copied here nor was moved elsewhere. */
  moving(): Promise<CopyMark | undefined>;
  /** Durable when answered. */
  setMoving(moving: CopyMark | undefined): Promise<void>;
  /** How far each policy has worked, for a copy of the embedded files. */
  readonly policies?: () => Readonly<Record<string, string>>;
  close(): void;
}
