import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { giveGrant } from '../../domain/access-grants/decide';
import type { PrincipalType } from '../../domain/access-grants/events';
import { accessGrants } from '../../domain/access-grants/state';
import type { Context } from '../../kernel/context';
import type { Digest } from '../../kernel/digest';
import { PORTS } from '../../kernel/ports';
import { isRefusal } from '../../kernel/refusal';
import type { Written } from '../../kernel/written';
import { Deciding } from '../deciding/deciding';
import { reachVault } from '../deciding/reach';
import { judgeGrant } from './judge-grant';
import { inUtc, type GrantTerms } from './grant-terms';

/** Gives a principal access to a vault. Needs `pam_vaults.manage`; nobody but an owner gives to himself. */
export class GiveGrant extends Command<Written> {
  constructor(
    readonly context: Context,
    readonly vaultId: string,
    readonly grant: GrantTerms & { readonly principalType: PrincipalType; readonly principalId: string },
  ) {
    super();
  }
}

@CommandHandler(GiveGrant)
export class GiveGrantHandler implements ICommandHandler<GiveGrant> {
  constructor(
    @Inject(Deciding) private readonly deciding: Deciding,
    @Inject(PORTS.digest) private readonly digest: Digest,
  ) {}

  async execute({ context, vaultId, grant }: GiveGrant): Promise<Written> {
    const grantId = context.ids.next();
    const { principalType, principalId, level } = grant;
    const expiry = grant.expiresAt === undefined ? {} : { expiresAt: inUtc(grant.expiresAt) };
    const matter = {
      fold: accessGrants,
      id: vaultId,
      refusedAs: 'keyledger.grant-give-refused.v1',
      asked: { principalType, principalId, level },
    };
    const { position } = await this.deciding.decide(context, matter, async (desk) => {
      const reached = await reachVault(desk, context, vaultId, 'pam_vaults.manage');
      if (isRefusal(reached)) {
        return reached;
      }
      const { standing, vault } = reached;
      const refusal = await judgeGrant(desk.view, this.digest, standing, grant);
      if (refusal !== undefined) {
        return refusal;
      }
      return giveGrant(
        desk.target.state,
        { organizationId: vault.organizationId, identityGroupId: vaultId },
        { grantId, principalType, principalId, level, ...expiry },
        standing.userId,
        desk.now,
      );
    });
    return { id: grantId, position };
  }
}
