import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { revokeGrant } from '../../domain/access-grants/decide';
import { accessGrants } from '../../domain/access-grants/state';
import { entryOf } from '../../kernel/entry-of';
import type { Context } from '../../kernel/context';
import { isRefusal } from '../../kernel/refusal';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { expectRevision } from '../deciding/expect-revision';
import { loadAuthorizedVault } from '../deciding/load-authorized';

/** Takes a grant away, from the next request on. Needs `pam_vaults.manage`. */
export class RevokeGrant extends Command<CommandResult> {
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
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, vaultId, grantId, ifMatch }: RevokeGrant): Promise<CommandResult> {
    const decisionTarget = {
      fold: accessGrants,
      id: vaultId,
      refusedAs: 'keyledger.grant-revoke-refused.v1',
      asked: { grantId },
    };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      const reached = await loadAuthorizedVault(decision, context, vaultId, 'pam_vaults.manage');
      if (isRefusal(reached)) {
        return reached;
      }
      const { organizationId } = reached.vault;
      const before = entryOf(decision.target.state.grants, grantId);
      return (
        (before && expectRevision(before, ifMatch)) ??
        revokeGrant(decision.target.state, { organizationId, identityGroupId: vaultId }, grantId)
      );
    });
    return { id: grantId, position };
  }
}
