import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Context } from '../../kernel/context';
import { LegacyUpgrades } from './legacy-upgrades';

/** Seals what is still `v1` of an organization as `v2`, page by page. Goes on where it was stopped. */
export class UpgradeOrganization extends Command<void> {
  constructor(
    readonly context: Context,
    readonly organizationId: string,
  ) {
    super();
  }
}

@CommandHandler(UpgradeOrganization)
export class UpgradeOrganizationHandler implements ICommandHandler<UpgradeOrganization> {
  constructor(@Inject(LegacyUpgrades) private readonly upgrades: LegacyUpgrades) {}

  async execute({ context, organizationId }: UpgradeOrganization): Promise<void> {
    await this.upgrades.upgradeAll(context, organizationId);
  }
}
