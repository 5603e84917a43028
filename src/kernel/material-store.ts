import type { MaterialAddress, RetiredHash, SealedMaterial, SealedSecret, SealedVaultKeys } from './material';

/**
 * Keeps sealed values and sealed keys outside the log, and can forget: what is destroyed is overwritten on disk.
 * Every write is durable when answered. Errors: {@link StoreUnavailable}, {@link StoreDamaged}.
 * Every adapter passes `test/contract/material-store.ts`.
 */
export abstract class MaterialStore {
  /**
   * Stores one version unless its address is taken; false then, and what stands there is left alone: the log may have been put
   * back and know nothing of it, and a host may hold exactly that value.
   */
  abstract add(material: SealedMaterial): Promise<boolean>;
  /** Puts a re-sealed box in the place of one sealed by `oldSecretVersion`; false when that is no longer what stands there. */
  abstract replace(material: SealedMaterial, oldSecretVersion: number): Promise<boolean>;
  /** Puts a `v2` box in the place of the `v1` one that has its address; false when none stands there any more. */
  abstract upgrade(material: SealedMaterial): Promise<boolean>;
  abstract get(identityId: string, version: number): Promise<SealedMaterial | undefined>;
  /** Versions there are of an identity, ascending. */
  abstract versions(identityId: string): Promise<readonly number[]>;
  abstract destroy(identityId: string, version: number): Promise<void>;
  /** Every version and the history of an identity. */
  abstract destroyIdentity(identityId: string): Promise<void>;
  /** Addresses stored before a time, by identity and version, after one of them: for the sweep. */
  abstract scan(options: {
    storedBefore: number;
    after?: { identityId: string; version: number };
    limit: number;
  }): Promise<readonly MaterialAddress[]>;
  /** Values of an organization sealed by an older secret: for re-sealing. */
  abstract sealedBefore(
    organizationId: string,
    secretVersion: number,
    limit: number,
  ): Promise<readonly SealedMaterial[]>;
  /** How many values of an organization an older secret still seals. */
  abstract countSealedBefore(organizationId: string, secretVersion: number): Promise<number>;
  /** Values of an organization that are still sealed as `v1`, by identity and version, after one of them. */
  abstract legacy(
    organizationId: string,
    options: { after?: { identityId: string; version: number }; limit: number },
  ): Promise<readonly SealedMaterial[]>;

  /** Stores a secret unless its number is taken; false then, and the one that stands is left alone: it may be all that opens what it sealed. */
  abstract addSecret(secret: SealedSecret): Promise<boolean>;
  /** The highest number a secret of the organization has; 0 when there is none. */
  abstract highestSecret(organizationId: string): Promise<number>;
  abstract secret(organizationId: string, secretVersion: number): Promise<SealedSecret | undefined>;
  /**
   * Forgets secrets older than this one, but none that a stored value or vault key is still sealed by; true when all of
   * them are gone.
   */
  abstract destroySecretsBefore(organizationId: string, secretVersion: number): Promise<boolean>;

  /** Forgets every secret of an organization, whatever is sealed by it: for one that is deleted. */
  abstract destroySecrets(organizationId: string): Promise<void>;

  /** Stores a vault's keys unless it has some; answers those that stand. */
  abstract putVaultKeys(keys: SealedVaultKeys): Promise<SealedVaultKeys>;
  /** Puts re-sealed keys in the place of those sealed by `oldSecretVersion`; false when they are no longer there. */
  abstract replaceVaultKeys(keys: SealedVaultKeys, oldSecretVersion: number): Promise<boolean>;
  abstract vaultKeys(vaultId: string): Promise<SealedVaultKeys | undefined>;
  abstract vaultKeysSealedBefore(
    organizationId: string,
    secretVersion: number,
    limit: number,
  ): Promise<readonly SealedVaultKeys[]>;
  abstract destroyVaultKeys(vaultId: string): Promise<void>;

  /** Remembers a retired value, the newest `keep` of an identity. The same version twice is once. */
  abstract remember(identityId: string, retired: RetiredHash, keep: number): Promise<void>;
  /** Newest first. */
  abstract history(identityId: string): Promise<readonly RetiredHash[]>;
}
