import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { createVault } from '../../domain/vaults/decide';
import type { VaultDescription } from '../../domain/vaults/events';
import { vault } from '../../domain/vaults/state';
import type { Context } from '../../kernel/context';
import { isRefusal } from '../../kernel/refusal';
import type { Written } from '../../kernel/written';
import { Deciding } from '../deciding/deciding';
import { reachOrganization } from '../deciding/reach';

/** Makes a vault in an organization. Needs `pam_vaults.manage` there. */
export class CreateVault extends Command<Written> {
  constructor(
    readonly context: Context,
    readonly organizationId: string,
    readonly description: VaultDescription,
  ) {
    super();
  }
}

@CommandHandler(CreateVault)
export class CreateVaultHandler implements ICommandHandler<CreateVault> {
  constructor(@Inject(Deciding) private readonly deciding: Deciding) {}

  async execute({ context, organizationId, description }: CreateVault): Promise<Written> {
    const id = context.ids.next();
    const matter = { fold: vault, id, refusedAs: 'keyledger.vault-create-refused.v1' };
    const { position } = await this.deciding.decide(context, matter, async (desk) => {
      const reached = await reachOrganization(desk, context, organizationId, 'pam_vaults.manage');
      return isRefusal(reached)
        ? reached
        : createVault(desk.target.state, { ...description, identityGroupId: id, organizationId, createdAt: desk.now });
    });
    return { id, position };
  }
}
