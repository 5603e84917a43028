import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { revokeGrant } from '../../domain/access-grants/decide';
import { accessGrants } from '../../domain/access-grants/state';
import { entryOf } from '../../kernel/entry-of';
import type { Context } from '../../kernel/context';
import { isRefusal } from '../../kernel/refusal';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { Written } from '../../kernel/written';
import { Deciding } from '../deciding/deciding';
import { expectRevision } from '../deciding/expect-revision';
import { reachVault } from '../deciding/reach';

/** Takes a grant away, from the next request on. Needs `pam_vaults.manage`. */
export class RevokeGrant extends Command<Written> {
  constructor(
    readonly context: Context,
    readonly vaultId: string,
    readonly grantId: string,
    readonly ifMatch?: SeenRevision,
  ) {
    super();
  }
}

@CommandHandler(RevokeGrant)
export class RevokeGrantHandler implements ICommandHandler<RevokeGrant> {
  constructor(@Inject(Deciding) private readonly deciding: Deciding) {}

  async execute({ context, vaultId, grantId, ifMatch }: RevokeGrant): Promise<Written> {
    const matter = {
      fold: accessGrants,
      id: vaultId,
      refusedAs: 'keyledger.grant-revoke-refused.v1',
      asked: { grantId },
    };
    const { position } = await this.deciding.decide(context, matter, async (desk) => {
      const reached = await reachVault(desk, context, vaultId, 'pam_vaults.manage');
      if (isRefusal(reached)) {
        return reached;
      }
      const { organizationId } = reached.vault;
      const before = entryOf(desk.target.state.grants, grantId);
      return (
        (before && expectRevision(before, ifMatch)) ??
        revokeGrant(desk.target.state, { organizationId, identityGroupId: vaultId }, grantId)
      );
    });
    return { id: grantId, position };
  }
}
