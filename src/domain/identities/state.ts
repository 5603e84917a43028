import type { Evidence, IdentitySettings, RotationMode, RotationTrigger } from './events';

/** A session that nobody has ended yet; past `expiresAt` it is over all the same. */
export interface OpenSession {
  readonly sessionId: string;
  readonly userId: string;
  readonly userEmail: string;
  readonly reason: string;
  readonly hostId?: string;
  readonly breakGlass: boolean;
  readonly ownerBypass: boolean;
  readonly evidence: Evidence;
  readonly version: number;
  readonly checkedOutAt: string;
  readonly expiresAt: string;
}

export interface OpenRotation {
  readonly rotationId: string;
  readonly trigger: RotationTrigger;
  readonly mode: RotationMode;
  readonly requestedAt: string;
}

/** A value that is no longer current and may still be brought back. */
export interface ReplacedVersion {
  readonly version: number;
  readonly retiredAt: string;
  /** E-mail of the person, or the trigger of the rotation. */
  readonly retiredBy: string;
  readonly restorable: boolean;
}

export interface IdentityState {
  readonly status: 'none' | 'active' | 'deleted' | 'destroyed';
  readonly identityGroupId: string;
  readonly organizationId: string;
  readonly settings: IdentitySettings;
  readonly createdAt: string;
  readonly deletedAt?: string;
  /** The version served. */
  readonly credentialVersion: number;
  /** The highest version any fact named: the next one is above it. */
  readonly highestVersion: number;
  /** Open sessions only, oldest first: an ended one is found by reading the stream backwards. */
  readonly sessions: readonly OpenSession[];
  readonly rotation?: OpenRotation;
  /** Why a rotation waits for the last session's end. */
  readonly owed?: RotationTrigger;
  readonly failuresInRow: number;
  readonly suspended: boolean;
  readonly lastFailure?: { readonly code: string; readonly detail: string };
  readonly lastRotatedAt?: string;
  readonly lastVaultOnly?: boolean;
  readonly nextRotationAt?: string;
  /** The newest ten. */
  readonly replaced: readonly ReplacedVersion[];
}
