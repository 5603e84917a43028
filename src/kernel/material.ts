/** Which value: one version of one identity's credential, and where it belongs. Bound into the ciphertext. */
export interface MaterialAddress {
  readonly organizationId: string;
  readonly vaultId: string;
  readonly identityId: string;
  /** From 1. */
  readonly version: number;
}

/** A credential's value, sealed. */
export interface SealedMaterial extends MaterialAddress {
  /** Which of the organization's secrets its key derives from. */
  readonly secretVersion: number;
  /**
   * `v2`: AES-256-GCM under the vault's HKDF key, bound to its address. `v1`: of the system that was there before, imported as
   * it was: AES-256-GCM under the SHA-256 of the organization secret, bound to nothing.
   */
  readonly scheme: 'v2' | 'v1';
  /** nonce (12 bytes) ‖ ciphertext ‖ tag (16 bytes). */
  readonly box: Uint8Array;
  /** When it was stored, ms since 1970; counted anew from a restore. */
  readonly storedAt: number;
}

/** An organization's secret, sealed under the root key. */
export interface SealedSecret {
  readonly organizationId: string;
  /** From 1; grows with every replacement. */
  readonly secretVersion: number;
  readonly box: Uint8Array;
}

/** A vault's random salt and history key. Destroying them destroys every key of the vault. */
export interface SealedVaultKeys {
  readonly organizationId: string;
  readonly vaultId: string;
  /** Sealed under the root key. */
  readonly salt: Uint8Array;
  /** Sealed under the vault's own key. */
  readonly historyKey: Uint8Array;
  /** The organization secret that seals the history key. */
  readonly secretVersion: number;
}

/** A retired value's keyed hash: HMAC-SHA-256 under the vault's history key, base64url. */
export interface RetiredHash {
  readonly version: number;
  readonly hash: string;
}
