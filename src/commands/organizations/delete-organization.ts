import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { closeOrganization } from '../../domain/organization-members/decide';
import { organizationMembers } from '../../domain/organization-members/state';
import { deleteOrganization } from '../../domain/organizations/decide';
import { organization } from '../../domain/organizations/state';
import type { Context } from '../../kernel/context';
import { isRefusal } from '../../kernel/refusal';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { expectRevision } from '../deciding/expect-revision';
import { loadAuthorizedOrganization } from '../deciding/load-authorized';
import { endSupportAccess } from '../support-access/end-support-access';

/**
 * Deletes an empty organization: first nothing can come in any more, then support is shut out, then it goes. Needs
 * `accounts.manage`.
 */
export class DeleteOrganization extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly organizationId: string,
    readonly ifMatch?: SeenRevision,
  ) {
    super();
  }
}

@CommandHandler(DeleteOrganization)
export class DeleteOrganizationHandler implements ICommandHandler<DeleteOrganization> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, organizationId: id, ifMatch }: DeleteOrganization): Promise<CommandResult> {
    const refusedAs = 'keyledger.organization-delete-refused.v1';
    let by = '';
    await this.deciding.decide(context, { fold: organizationMembers, id, refusedAs }, async (decision) => {
      const reached = await loadAuthorizedOrganization(decision, context, id, 'accounts.manage');
      if (isRefusal(reached)) {
        return reached;
      }
      by = reached.rights.userId;
      return (
        expectRevision(await decision.view.load(organization, id), ifMatch) ??
        closeOrganization(decision.target.state, id)
      );
    });
    await endSupportAccess(this.deciding, context, id, by);
    const { position } = await this.deciding.decide(context, { fold: organization, id }, ({ target }) =>
      deleteOrganization(target.state, id),
    );
    // Somebody may have let support in until just now.
    await endSupportAccess(this.deciding, context, id, by);
    return { id, position };
  }
}
