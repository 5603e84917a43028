import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Context } from '../../kernel/context';
import { LegacyValues } from './legacy-values';

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
  constructor(@Inject(LegacyValues) private readonly legacy: LegacyValues) {}

  async execute({ context, organizationId }: UpgradeOrganization): Promise<void> {
    for (let page = await this.legacy.upgradePage(context, organizationId); page.next !== undefined;) {
      page = await this.legacy.upgradePage(context, organizationId, page.next);
    }
  }
}
