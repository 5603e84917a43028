import type { OrganizationState } from '../../domain/organizations/state';
import type { SealedSecret, SealedVaultKeys } from '../../kernel/material';
import type { MaterialStore } from '../../kernel/material-store';
import type { Sealing } from '../../kernel/sealing';
import { ValueMissing } from '../../kernel/store-errors';
import type { KeyReads } from './key-reads';
import { secretInForce } from './secret-in-force';

/** A vault of an organization, with the organization as a decision saw it. */
export interface VaultPlace {
  readonly organizationId: string;
  readonly vaultId: string;
  readonly organization: OrganizationState;
}

/** What values of a vault are sealed by from now on. `historySecret` is the one that still seals the vault's history key. */
export interface KeysInForce {
  readonly secret: SealedSecret;
  readonly historySecret: SealedSecret;
  readonly keys: SealedVaultKeys;
}

/** A vault that has no keys yet gets some. Errors: {@link ValueMissing}. */
export const keysInForce = async (
  store: MaterialStore,
  sealing: Sealing,
  { organizationId, vaultId, organization }: VaultPlace,
  reads: KeyReads,
): Promise<KeysInForce> => {
  const secret = await secretInForce(store, organizationId, organization.secretVersion, reads);
  if (secret === undefined) {
    throw new ValueMissing(`the material store lacks secret ${organization.secretVersion} of ${organizationId}`);
  }
  const keys =
    (await reads.vaultKeys(vaultId)) ??
    (await store.putVaultKeys(sealing.makeVaultKeys(organizationId, vaultId, secret)));
  const current = keys.secretVersion === secret.secretVersion;
  const historySecret = current ? secret : await reads.secret(organizationId, keys.secretVersion);
  if (historySecret === undefined) {
    throw new ValueMissing(`the material store lacks secret ${keys.secretVersion} of ${organizationId}`);
  }
  return { secret, historySecret, keys };
};
