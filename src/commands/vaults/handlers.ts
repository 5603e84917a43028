import { ChangeVaultHandler } from './change-vault';
import { CreateVaultHandler } from './create-vault';
import { DeleteVaultHandler } from './delete-vault';

export const VAULT_COMMANDS = [CreateVaultHandler, ChangeVaultHandler, DeleteVaultHandler];
