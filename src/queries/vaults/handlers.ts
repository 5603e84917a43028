import { GetVaultHandler } from './get-vault';
import { ListVaultsHandler } from './list-vaults';

export const VAULT_QUERIES = [ListVaultsHandler, GetVaultHandler];
