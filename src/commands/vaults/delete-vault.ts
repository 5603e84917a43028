import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { closeMembers } from '../../domain/vault-members/decide';
import { vaultMembers } from '../../domain/vault-members/state';
import { deleteVault } from '../../domain/vaults/decide';
import { vault } from '../../domain/vaults/state';
import type { Context } from '../../kernel/context';
import { isRefusal } from '../../kernel/refusal';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { expectRevision } from '../deciding/expect-revision';
import { loadAuthorizedVault } from '../deciding/load-authorized';
import { Membership } from '../organizations/membership';

/** Deletes an empty vault: first nothing can come in any more, then it goes. Needs `pam_vaults.manage`. */
export class DeleteVault extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly vaultId: string,
    readonly ifMatch?: SeenRevision,
  ) {
    super();
  }
}

@CommandHandler(DeleteVault)
export class DeleteVaultHandler implements ICommandHandler<DeleteVault> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(Membership) private readonly membership: Membership,
  ) {}

  async execute({ context, vaultId, ifMatch }: DeleteVault): Promise<CommandResult> {
    const refusedAs = 'keyledger.vault-delete-refused.v1';
    await this.deciding.decide(context, { fold: vaultMembers, id: vaultId, refusedAs }, async (decision) => {
      const reached = await loadAuthorizedVault(decision, context, vaultId, 'pam_vaults.manage');
      if (isRefusal(reached)) {
        return reached;
      }
      const { organizationId } = reached.vault;
      const seen = await decision.view.load(vault, vaultId);
      return (
        expectRevision(seen, ifMatch) ??
        closeMembers(decision.target.state, { organizationId, identityGroupId: vaultId })
      );
    });
    const { position, state } = await this.deciding.decide(context, { fold: vault, id: vaultId }, ({ target }) =>
      deleteVault(target.state, vaultId),
    );
    await this.membership.leave(context, state.organizationId, 'vault', vaultId);
    return { id: vaultId, position };
  }
}
