import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requestUpgrade } from '../../domain/organizations/decide';
import { organization } from '../../domain/organizations/state';
import type { Context } from '../../kernel/context';
import { isRefusal } from '../../kernel/refusal';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { loadAuthorizedOrganization } from '../deciding/load-authorized';
import { secretMissing } from '../../domain/organizations/secret-missing';

/** Asks that what is still `v1` be sealed as `v2`, in the background. Needs `pam_vaults.manage`: no value is shown. */
export class RequestUpgrade extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly organizationId: string,
  ) {
    super();
  }
}

@CommandHandler(RequestUpgrade)
export class RequestUpgradeHandler implements ICommandHandler<RequestUpgrade> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, organizationId: id }: RequestUpgrade): Promise<CommandResult> {
    const decisionTarget = { fold: organization, id, refusedAs: 'keyledger.encryption-upgrade-request-refused.v1' };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      const reached = await loadAuthorizedOrganization(decision, context, id, 'pam_vaults.manage');
      return isRefusal(reached)
        ? reached
        : (secretMissing(reached.organization) ?? requestUpgrade(decision.target.state, id));
    });
    return { id, position };
  }
}
