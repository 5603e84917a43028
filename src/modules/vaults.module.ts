import { Module } from '@nestjs/common';
import { ChangeVaultHandler } from '../commands/vaults/change-vault';
import { CreateVaultHandler } from '../commands/vaults/create-vault';
import { DeleteVaultHandler } from '../commands/vaults/delete-vault';
import { DestroyVaultKeysHandler } from '../commands/vaults/destroy-vault-keys';
import { JudgeApprovalPolicy } from '../commands/vaults/judge-approval-policy';
import { VaultsController } from '../http/vaults/vaults.controller';
import { DestroyVaultKeysWhenForgotten } from '../policies/destroy-vault-keys-when-forgotten';
import { GetVaultHandler } from '../queries/vaults/get-vault';
import { ListVaultsHandler } from '../queries/vaults/list-vaults';
import { OrganizationsModule } from './organizations.module';

/** Vaults: routes, commands, queries, and what happens by itself. */
@Module({
  imports: [OrganizationsModule],
  controllers: [VaultsController],
  providers: [
    JudgeApprovalPolicy,
    CreateVaultHandler,
    ChangeVaultHandler,
    DeleteVaultHandler,
    DestroyVaultKeysHandler,
    ListVaultsHandler,
    GetVaultHandler,
    DestroyVaultKeysWhenForgotten,
  ],
  exports: [DestroyVaultKeysWhenForgotten],
})
export class VaultsModule {}
