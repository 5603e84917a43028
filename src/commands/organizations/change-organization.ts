import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { changeOrganization } from '../../domain/organizations/decide';
import type { OrganizationSettings } from '../../domain/organizations/events';
import { DEFAULT_SETTINGS, organization } from '../../domain/organizations/state';
import type { Context } from '../../kernel/context';
import { isRefusal } from '../../kernel/refusal';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { expectRevision } from '../deciding/expect-revision';
import { merge, type Patch } from '../deciding/merge';
import { loadAuthorizedOrganization } from '../deciding/load-authorized';
import { judgePolicyOf } from './judge-policy-of';
import { judgeReceiptSetting } from './judge-receipt-setting';
import { ownTurn, setsPolicy } from '../deciding/own-turn';

export interface OrganizationPatch {
  readonly name?: string;
  readonly settings?: Patch<OrganizationSettings>;
}

/** Merges a patch into an organization (RFC 7396); a cleared setting goes back to its default. Needs `accounts.manage`, `pam_vaults.manage` for a weaker password policy, and an owner for `receiptBeforeDisclosure`. */
export class ChangeOrganization extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly organizationId: string,
    readonly patch: OrganizationPatch,
    readonly ifMatch?: SeenRevision,
  ) {
    super();
  }
}

@CommandHandler(ChangeOrganization)
export class ChangeOrganizationHandler implements ICommandHandler<ChangeOrganization> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, organizationId: id, patch, ifMatch }: ChangeOrganization): Promise<CommandResult> {
    await ownTurn(setsPolicy(patch.settings));
    const decisionTarget = { fold: organization, id, refusedAs: 'keyledger.organization-change-refused.v1' };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      const reached = await loadAuthorizedOrganization(decision, context, id, 'accounts.manage');
      if (isRefusal(reached)) {
        return reached;
      }
      const { state } = decision.target;
      const settings = { ...DEFAULT_SETTINGS, ...merge(state.settings, patch.settings ?? {}) };
      const changed = { name: patch.name ?? state.name, settings };
      return (
        expectRevision(decision.target, ifMatch) ??
        judgeReceiptSetting(reached.rights, state.settings, settings) ??
        judgePolicyOf(reached.rights, id, state.settings.passwordPolicy, settings.passwordPolicy) ??
        changeOrganization(state, id, changed)
      );
    });
    return { id, position };
  }
}
