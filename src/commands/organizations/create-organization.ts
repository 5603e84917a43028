import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EVERYWHERE } from '../../access/permissions';
import { permissionDenied, requireEverywhere } from '../../access/require';
import { createOrganization } from '../../domain/organizations/decide';
import type { OrganizationSettings } from '../../domain/organizations/events';
import { DEFAULT_SETTINGS, organization } from '../../domain/organizations/state';
import type { Context } from '../../kernel/context';
import type { Written } from '../../kernel/written';
import { Deciding } from '../deciding/deciding';
import { callerAt } from '../deciding/reach';
import { judgePolicyOf } from './judge-policy-of';

/** Needs `accounts.manage` for all organizations, and `pam_vaults.manage` for a password policy weaker than the default. */
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
      const standing = await callerAt(desk, context);
      const denied = requireEverywhere(standing, 'accounts.manage');
      if (denied !== undefined || standing === undefined) {
        return denied ?? permissionDenied('accounts.manage');
      }
      // What it starts with takes the place of the default.
      return (
        judgePolicyOf(standing, EVERYWHERE, undefined, settings.passwordPolicy) ??
        createOrganization(desk.target.state, created)
      );
    });
    return { id, position };
  }
}
