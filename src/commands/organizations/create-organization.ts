import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireEverywhere } from '../../access/require';
import { createOrganization } from '../../domain/organizations/decide';
import type { OrganizationSettings } from '../../domain/organizations/events';
import { DEFAULT_SETTINGS, organization } from '../../domain/organizations/state';
import { judgePolicy } from '../../domain/passwords/judge-policy';
import type { Context } from '../../kernel/context';
import type { Written } from '../../kernel/written';
import { Deciding } from '../deciding/deciding';
import { callerAt } from '../deciding/reach';

/** Needs `accounts.manage` for all organizations. */
export class CreateOrganization extends Command<Written> {
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
  constructor(@Inject(Deciding) private readonly deciding: Deciding) {}

  async execute({ context, name, settings }: CreateOrganization): Promise<Written> {
    const id = context.ids.next();
    const matter = { fold: organization, id, refusedAs: 'keyledger.organization-create-refused.v1', asked: { name } };
    const { position } = await this.deciding.decide(context, matter, async (desk) => {
      desk.about('account');
      const created = { organizationId: id, name, settings: { ...DEFAULT_SETTINGS, ...settings }, createdAt: desk.now };
      const refusal =
        requireEverywhere(await callerAt(desk, context), 'accounts.manage') ?? judgePolicy(settings.passwordPolicy);
      return refusal ?? createOrganization(desk.target.state, created);
    });
    return { id, position };
  }
}
