import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { judgePolicy } from '../../domain/passwords/judge-policy';
import { changeVault } from '../../domain/vaults/decide';
import type { VaultDescription } from '../../domain/vaults/events';
import { vault } from '../../domain/vaults/state';
import type { Context } from '../../kernel/context';
import { isRefusal } from '../../kernel/refusal';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { expectRevision } from '../deciding/expect-revision';
import { merge, type Patch } from '../deciding/merge';
import { loadAuthorizedVault } from '../deciding/load-authorized';
import { JudgeApprovalPolicy } from './judge-approval-policy';
import { ownTurn, setsPolicy } from '../deciding/own-turn';

/**
 * Merges a patch into a vault's description (RFC 7396). Needs `pam_vaults.manage`; to make approval easier, no access to its
 * values as well.
 */
export class ChangeVault extends Command<CommandResult> {
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
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(JudgeApprovalPolicy) private readonly approval: JudgeApprovalPolicy,
  ) {}

  async execute({ context, vaultId, patch, ifMatch }: ChangeVault): Promise<CommandResult> {
    await ownTurn(setsPolicy(patch));
    const decisionTarget = { fold: vault, id: vaultId, refusedAs: 'keyledger.vault-change-refused.v1' };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      const reached = await loadAuthorizedVault(decision, context, vaultId, 'pam_vaults.manage');
      if (isRefusal(reached)) {
        return reached;
      }
      const { name, description, passwordPolicy, approvalPolicy } = reached.vault;
      const before: VaultDescription = { name, description, passwordPolicy, approvalPolicy };
      const after = merge(before, patch);
      return (
        expectRevision(decision.target, ifMatch) ??
        judgePolicy(after.passwordPolicy, {}, passwordPolicy) ??
        (await this.approval.judge(decision.view, {
          vaultId,
          rights: reached.rights,
          now: decision.now,
          before: approvalPolicy,
          after: after.approvalPolicy,
        })) ??
        changeVault(decision.target.state, vaultId, after)
      );
    });
    return { id: vaultId, position };
  }
}
