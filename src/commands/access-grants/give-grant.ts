import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { giveGrant, liveGrantLike } from '../../domain/access-grants/decide';
import type { PrincipalType } from '../../domain/access-grants/events';
import { accessGrants } from '../../domain/access-grants/state';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import { isRefusal } from '../../kernel/refusal';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { loadAuthorizedVault } from '../deciding/load-authorized';
import { judgeGrant } from './judge-grant';
import { inUtc, type GrantTerms } from './grant-terms';

/**
 * Gives a principal access to a vault. Needs `pam_vaults.manage`; only owners give to themselves. `unlessGiven`: one that stands
 * for the same principal and level is answered instead, however many give it at once.
 */
export class GiveGrant extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly vaultId: string,
    readonly grant: GrantTerms & { readonly principalType: PrincipalType; readonly principalId: string },
    readonly unlessGiven = false,
  ) {
    super();
  }
}

@CommandHandler(GiveGrant)
export class GiveGrantHandler implements ICommandHandler<GiveGrant> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(Digest) private readonly digest: Digest,
  ) {}

  async execute({ context, vaultId, grant, unlessGiven }: GiveGrant): Promise<CommandResult> {
    const grantId = context.ids.next();
    let id = grantId;
    const { principalType, principalId, level } = grant;
    const expiry = grant.expiresAt === undefined ? {} : { expiresAt: inUtc(grant.expiresAt) };
    const decisionTarget = {
      fold: accessGrants,
      id: vaultId,
      refusedAs: 'keyledger.grant-give-refused.v1',
      asked: { principalType, principalId, level },
    };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      const reached = await loadAuthorizedVault(decision, context, vaultId, 'pam_vaults.manage');
      if (isRefusal(reached)) {
        return reached;
      }
      const { rights, vault } = reached;
      const refusal = await judgeGrant(decision.view, this.digest, rights, grant);
      if (refusal !== undefined) {
        return refusal;
      }
      const given = unlessGiven ? liveGrantLike(decision.target.state, grant, decision.now) : undefined;
      id = given ?? grantId;
      if (given !== undefined) {
        return [];
      }
      return giveGrant(
        decision.target.state,
        { organizationId: vault.organizationId, identityGroupId: vaultId },
        { grantId, principalType, principalId, level, ...expiry },
        rights.userId,
        decision.now,
      );
    });
    return { id, position };
  }
}
