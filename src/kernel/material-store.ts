import type { MaterialAddress, RetiredHash, SealedMaterial, SealedSecret, SealedVaultKeys } from './material';

/**
 * Keeps sealed values and sealed keys outside the log, and can forget: what is destroyed is overwritten on disk.
 * Every write is durable when answered. Errors: {@link StoreUnavailable}, {@link StoreDamaged}.
 * Every adapter passes `test/contract/material-store.ts`.
 */
export interface MaterialStore {
  /**
   * Stores one version unless its address is taken; false then, and what stands there is left alone: the log may have been put
   * back and know nothing of it, and a host may hold exactly that value.
   */
  add(material: SealedMaterial): Promise<boolean>;
  /** Puts a re-sealed box in the place of one sealed by `oldSecretVersion`; false when that is no longer what stands there. */
  replace(material: SealedMaterial, oldSecretVersion: number): Promise<boolean>;
  /** Puts a `v2` box in the place of the `v1` one that has its address; false when none stands there any more. */
  upgrade(material: SealedMaterial): Promise<boolean>;
  get(identityId: string, version: number): Promise<SealedMaterial | undefined>;
  /** Versions there are of an identity, ascending. */
  versions(identityId: string): Promise<readonly number[]>;
  destroy(identityId: string, version: number): Promise<void>;
  /** Every version and the history of an identity. */
  destroyIdentity(identityId: string): Promise<void>;
  /** Addresses stored before a time, by identity and version, after one of them: for the sweep. */
  scan(options: {
    storedBefore: number;
    after?: { identityId: string; version: number };
    limit: number;
  }): Promise<readonly MaterialAddress[]>;
  /** Values of an organization sealed by an older secret: for re-sealing. */
  sealedBefore(organizationId: string, secretVersion: number, limit: number): Promise<readonly SealedMaterial[]>;
  /** How many values of an organization an older secret still seals. */
  countSealedBefore(organizationId: string, secretVersion: number): Promise<number>;
  /** Values of an organization that are still sealed as `v1`, by identity and version, after one of them. */
  legacy(
    organizationId: string,
    options: { after?: { identityId: string; version: number }; limit: number },
  ): Promise<readonly MaterialAddress[]>;

  /** Stores a secret unless its number is taken; false then, and the one that stands is left alone: it may be all that opens what it sealed. */
  addSecret(secret: SealedSecret): Promise<boolean>;
  /** The highest number a secret of the organization has; 0 when there is none. */
  highestSecret(organizationId: string): Promise<number>;
  secret(organizationId: string, secretVersion: number): Promise<SealedSecret | undefined>;
  /**
   * Forgets secrets older than this one, but none that a stored value or vault key is still sealed by; true when all of
   * them are gone.
   */
  destroySecretsBefore(organizationId: string, secretVersion: number): Promise<boolean>;

  /** Forgets every secret of an organization, whatever is sealed by it: for one that is deleted. */
  destroySecrets(organizationId: string): Promise<void>;

  /** Stores a vault's keys unless it has some; answers those that stand. */
  putVaultKeys(keys: SealedVaultKeys): Promise<SealedVaultKeys>;
  /** Puts re-sealed keys in the place of those sealed by `oldSecretVersion`; false when they are no longer there. */
  replaceVaultKeys(keys: SealedVaultKeys, oldSecretVersion: number): Promise<boolean>;
  vaultKeys(vaultId: string): Promise<SealedVaultKeys | undefined>;
  vaultKeysSealedBefore(
    organizationId: string,
    secretVersion: number,
    limit: number,
  ): Promise<readonly SealedVaultKeys[]>;
  destroyVaultKeys(vaultId: string): Promise<void>;

  /** Remembers a retired value, the newest `keep` of an identity. The same version twice is once. */
  remember(identityId: string, retired: RetiredHash, keep: number): Promise<void>;
  /** Newest first. */
  history(identityId: string): Promise<readonly RetiredHash[]>;
}
