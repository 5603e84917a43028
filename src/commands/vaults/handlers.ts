import { ChangeVaultHandler } from './change-vault';
import { CreateVaultHandler } from './create-vault';
import { DeleteVaultHandler } from './delete-vault';
import { JudgeApprovalPolicy } from './judge-approval-policy';

export const VAULT_COMMANDS = [JudgeApprovalPolicy, CreateVaultHandler, ChangeVaultHandler, DeleteVaultHandler];
