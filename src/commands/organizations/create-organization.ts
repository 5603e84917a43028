import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EVERYWHERE } from '../../access/permissions';
import { permissionDenied, requireEverywhere } from '../../access/require';
import { createOrganization } from '../../domain/organizations/decide';
import type { OrganizationSettings } from '../../domain/organizations/events';
import { DEFAULT_SETTINGS, organization } from '../../domain/organizations/state';
import type { Context } from '../../kernel/context';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { loadCaller } from '../deciding/load-authorized';
import { judgePolicyOf } from './judge-policy-of';
import { judgeReceiptSetting } from './judge-receipt-setting';
import { ownTurn, setsPolicy } from '../deciding/own-turn';

/** Needs `accounts.manage` for all organizations, `pam_vaults.manage` for a password policy weaker than the default, and an owner for `receiptBeforeDisclosure`. */
export class CreateOrganization extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly name: string,
    readonly settings: Partial<OrganizationSettings>,
  ) {
    super();
  }
}

@CommandHandler(CreateOrganization)
export class CreateOrganizationHandler implements ICommandHandler<CreateOrganization> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, name, settings }: CreateOrganization): Promise<CommandResult> {
    await ownTurn(setsPolicy(settings));
    const id = context.ids.next();
    const decisionTarget = {
      fold: organization,
      id,
      refusedAs: 'keyledger.organization-create-refused.v1',
      asked: { name },
    };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      decision.about('account');
      const created = {
        organizationId: id,
        name,
        settings: { ...DEFAULT_SETTINGS, ...settings },
        createdAt: decision.now,
      };
      const rights = await loadCaller(decision, context);
      const denied = requireEverywhere(rights, 'accounts.manage');
      if (denied !== undefined || rights === undefined) {
        return denied ?? permissionDenied('accounts.manage');
      }
      // What it starts with takes the place of the default.
      return (
        judgeReceiptSetting(rights, DEFAULT_SETTINGS, created.settings) ??
        judgePolicyOf(rights, EVERYWHERE, undefined, settings.passwordPolicy) ??
        createOrganization(decision.target.state, created)
      );
    });
    return { id, position };
  }
}
