import type { SealedMaterial, SealedSecret, SealedVaultKeys } from '../../src/kernel/material';

interface Owned {
  readonly organizationId: string;
  readonly vaultId: string;
  readonly identityId: string;
}

/** Sealed things of whatever organization, vault and identity are at hand. */
export const sealedBy = (of: () => Owned) => ({
  material: (version: number, more: Partial<SealedMaterial> = {}): SealedMaterial => ({
    ...of(),
    version,
    secretVersion: 1,
    scheme: 'v2',
    box: Uint8Array.from([0, 255, version, 0]),
    storedAt: 1_000 * version,
    ...more,
  }),
  secret: (secretVersion: number, byte = 1): SealedSecret => ({
    organizationId: of().organizationId,
    secretVersion,
    box: Uint8Array.of(byte, secretVersion),
  }),
  vaultKeys: (more: Partial<SealedVaultKeys> = {}): SealedVaultKeys => ({
    organizationId: of().organizationId,
    vaultId: of().vaultId,
    salt: Uint8Array.of(1, 0, 2),
    historyKey: Uint8Array.of(3, 0),
    secretVersion: 1,
    ...more,
  }),
});
