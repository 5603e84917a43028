import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { closeMembers } from '../../domain/vault-members/decide';
import { vaultMembers } from '../../domain/vault-members/state';
import { deleteVault } from '../../domain/vaults/decide';
import { vault } from '../../domain/vaults/state';
import type { Context } from '../../kernel/context';
import { isRefusal } from '../../kernel/refusal';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { Written } from '../../kernel/written';
import { Deciding } from '../deciding/deciding';
import { expectRevision } from '../deciding/expect-revision';
import { reachVault } from '../deciding/reach';
import { Membership } from '../organizations/membership';

/** Deletes an empty vault: first nothing can come in any more, then it goes. Needs `pam_vaults.manage`. */
export class DeleteVault extends Command<Written> {
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
    @Inject(Deciding) private readonly deciding: Deciding,
    @Inject(Membership) private readonly membership: Membership,
  ) {}

  async execute({ context, vaultId, ifMatch }: DeleteVault): Promise<Written> {
    const refusedAs = 'keyledger.vault-delete-refused.v1';
    await this.deciding.decide(context, { fold: vaultMembers, id: vaultId, refusedAs }, async (desk) => {
      const reached = await reachVault(desk, context, vaultId, 'pam_vaults.manage');
      if (isRefusal(reached)) {
        return reached;
      }
      const { organizationId } = reached.vault;
      const seen = await desk.view.load(vault, vaultId);
      return (
        expectRevision(seen, ifMatch) ?? closeMembers(desk.target.state, { organizationId, identityGroupId: vaultId })
      );
    });
    const { position, state } = await this.deciding.decide(context, { fold: vault, id: vaultId }, ({ target }) =>
      deleteVault(target.state, vaultId),
    );
    await this.membership.leave(context, state.organizationId, 'vault', vaultId);
    return { id: vaultId, position };
  }
}
