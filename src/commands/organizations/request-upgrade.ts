import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requestUpgrade } from '../../domain/organizations/decide';
import { organization } from '../../domain/organizations/state';
import type { Context } from '../../kernel/context';
import { isRefusal } from '../../kernel/refusal';
import type { Written } from '../../kernel/written';
import { Deciding } from '../deciding/deciding';
import { reachOrganization } from '../deciding/reach';
import { secretMissing } from '../material/secret-missing';

/** Asks that what is still `v1` be sealed as `v2`, in the background. Needs `pam_vaults.manage`: no value is shown. */
export class RequestUpgrade extends Command<Written> {
  constructor(
    readonly context: Context,
    readonly organizationId: string,
  ) {
    super();
  }
}

@CommandHandler(RequestUpgrade)
export class RequestUpgradeHandler implements ICommandHandler<RequestUpgrade> {
  constructor(@Inject(Deciding) private readonly deciding: Deciding) {}

  async execute({ context, organizationId: id }: RequestUpgrade): Promise<Written> {
    const matter = { fold: organization, id, refusedAs: 'keyledger.encryption-upgrade-request-refused.v1' };
    const { position } = await this.deciding.decide(context, matter, async (desk) => {
      const reached = await reachOrganization(desk, context, id, 'pam_vaults.manage');
      return isRefusal(reached)
        ? reached
        : (secretMissing(reached.organization) ?? requestUpgrade(desk.target.state, id));
    });
    return { id, position };
  }
}
