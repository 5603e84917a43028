import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { judgePolicy } from '../../domain/passwords/judge-policy';
import { changeVault } from '../../domain/vaults/decide';
import type { VaultDescription } from '../../domain/vaults/events';
import { vault } from '../../domain/vaults/state';
import type { Context } from '../../kernel/context';
import { isRefusal } from '../../kernel/refusal';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { Written } from '../../kernel/written';
import { Deciding } from '../deciding/deciding';
import { expectRevision } from '../deciding/expect-revision';
import { merge, type Patch } from '../deciding/merge';
import { reachVault } from '../deciding/reach';
import { JudgeApprovalPolicy } from './judge-approval-policy';

/**
 * Merges a patch into a vault's description (RFC 7396). Needs `pam_vaults.manage`; to make approval easier, no access to its
 * values as well.
 */
export class ChangeVault extends Command<Written> {
  constructor(
    readonly context: Context,
    readonly vaultId: string,
    readonly patch: Patch<VaultDescription>,
    /** The revision the caller has seen (`If-Match`); absent: any. */
    readonly ifMatch?: SeenRevision,
  ) {
    super();
  }
}

@CommandHandler(ChangeVault)
export class ChangeVaultHandler implements ICommandHandler<ChangeVault> {
  constructor(
    @Inject(Deciding) private readonly deciding: Deciding,
    @Inject(JudgeApprovalPolicy) private readonly approval: JudgeApprovalPolicy,
  ) {}

  async execute({ context, vaultId, patch, ifMatch }: ChangeVault): Promise<Written> {
    const matter = { fold: vault, id: vaultId, refusedAs: 'keyledger.vault-change-refused.v1' };
    const { position } = await this.deciding.decide(context, matter, async (desk) => {
      const reached = await reachVault(desk, context, vaultId, 'pam_vaults.manage');
      if (isRefusal(reached)) {
        return reached;
      }
      const { name, description, passwordPolicy, approvalPolicy } = reached.vault;
      const before: VaultDescription = { name, description, passwordPolicy, approvalPolicy };
      const after = merge(before, patch);
      return (
        expectRevision(desk.target, ifMatch) ??
        judgePolicy(after.passwordPolicy, {}, passwordPolicy) ??
        (await this.approval.judge(desk.view, {
          vaultId,
          standing: reached.standing,
          now: desk.now,
          before: approvalPolicy,
          after: after.approvalPolicy,
        })) ??
        changeVault(desk.target.state, vaultId, after)
      );
    });
    return { id: vaultId, position };
  }
}
