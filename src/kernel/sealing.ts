import type { MaterialAddress, SealedMaterial, SealedSecret, SealedVaultKeys } from './material';

/** A box did not open: tampered with, moved elsewhere, or another key's. Never answered with raw bytes. */
export class SealBroken extends Error {
  constructor(what: string) {
    super(`${what} does not open with its key`);
    this.name = 'SealBroken';
  }
}

/**
 * The only code that sees keys. Holds the root key (from the environment, a key file; a KMS can take its place), derives
 * the rest, and keeps derived keys in a bounded cache. Plaintext comes in and goes out as a string and stays nowhere.
 * Errors: {@link SealBroken}.
 */
export abstract class Sealing {
  abstract sealSecret(organizationId: string, secretVersion: number, secret: string): SealedSecret;
  /** For what is itself a key to others' doors, such as the secret of a webhook. */
  abstract openSecret(secret: SealedSecret): string;
  /** Random salt and history key for a new vault. */
  abstract makeVaultKeys(organizationId: string, vaultId: string, secret: SealedSecret): SealedVaultKeys;
  /** AES-256-GCM, scheme `v2`: key = HKDF-SHA-256(organization secret, vault salt, purpose + vault id), AAD = the address. */
  abstract seal(
    address: MaterialAddress,
    value: string,
    keys: SealedVaultKeys,
    secret: SealedSecret,
    storedAt: number,
  ): SealedMaterial;
  /** Of scheme `v2` only. */
  abstract open(material: SealedMaterial, keys: SealedVaultKeys, secret: SealedSecret): string;
  /**
   * Of scheme `v1` only: key = SHA-256(organization secret), no AAD. It opens wherever it is put, so whoever asks has proof that
   * it was imported as such.
   */
  abstract openV1(material: SealedMaterial, secret: SealedSecret): string;
  /** Keyed hash of a value for the password history, base64url. */
  abstract historyHash(value: string, keys: SealedVaultKeys, secret: SealedSecret): string;
  /** The same value under a newer organization secret. */
  abstract reseal(
    material: SealedMaterial,
    keys: SealedVaultKeys,
    old: SealedSecret,
    secret: SealedSecret,
  ): SealedMaterial;
  /** The same history key under a newer organization secret. */
  abstract resealVaultKeys(keys: SealedVaultKeys, old: SealedSecret, secret: SealedSecret): SealedVaultKeys;
  /**
   * HMAC-SHA-256 under the key for this purpose, base64url: for cursors and idempotency fingerprints. A purpose that has no key of
   * the server's own gets one derived from the root key, which is another one after that is changed.
   */
  abstract fingerprint(purpose: string, data: string): string;
  /** The same by every key for it that is still good, the one in force first: to recognize what was made before a change. */
  abstract fingerprints(purpose: string, data: string): readonly string[];
}
