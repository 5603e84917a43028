import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { judgePolicy } from '../../domain/passwords/judge-policy';
import { createVault } from '../../domain/vaults/decide';
import type { VaultDescription } from '../../domain/vaults/events';
import { vault } from '../../domain/vaults/state';
import type { Context } from '../../kernel/context';
import { isRefusal } from '../../kernel/refusal';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { FactRecorder } from '../deciding/fact-recorder';
import { Refusals } from '../deciding/refusals';
import { loadAuthorizedOrganization } from '../deciding/load-authorized';
import { JudgeApprovalPolicy } from './judge-approval-policy';
import { Membership } from '../organizations/membership';
import { ownTurn, setsPolicy } from '../deciding/own-turn';

/** Makes a vault in an organization. Needs `pam_vaults.manage` there. */
export class CreateVault extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly organizationId: string,
    readonly description: VaultDescription,
  ) {
    super();
  }
}

const REFUSED = 'keyledger.vault-create-refused.v1';

@CommandHandler(CreateVault)
export class CreateVaultHandler implements ICommandHandler<CreateVault> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(FactRecorder) private readonly recording: FactRecorder,
    @Inject(Refusals) private readonly refusals: Refusals,
    @Inject(Membership) private readonly membership: Membership,
    @Inject(JudgeApprovalPolicy) private readonly approval: JudgeApprovalPolicy,
  ) {}

  async execute({ context, organizationId, description }: CreateVault): Promise<CommandResult> {
    await ownTurn(setsPolicy(description));
    const id = context.ids.next();
    const asked = { name: description.name };
    await this.recording.judge(
      context,
      REFUSED,
      async (authorization) => {
        const reached = await loadAuthorizedOrganization(authorization, context, organizationId, 'pam_vaults.manage');
        if (isRefusal(reached)) {
          return reached;
        }
        const { rights } = reached;
        const change = {
          vaultId: id,
          rights,
          now: authorization.nowOn({}),
          before: undefined,
          after: description.approvalPolicy,
        };
        return (
          judgePolicy(description.passwordPolicy) ?? (await this.approval.judge(authorization.view, change)) ?? reached
        );
      },
      asked,
    );
    return this.refusals.telling(
      context,
      REFUSED,
      { organizationId },
      async () => {
        await this.membership.enter(context, organizationId, 'vault', id);
        const { position } = await this.deciding.decide(context, { fold: vault, id }, ({ target, now }) =>
          createVault(target.state, { ...description, identityGroupId: id, organizationId, createdAt: now }),
        );
        return { id, position };
      },
      asked,
    );
  }
}
