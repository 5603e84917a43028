import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { closeOrganization } from '../../domain/organization-members/decide';
import { organizationMembers } from '../../domain/organization-members/state';
import { deleteOrganization } from '../../domain/organizations/decide';
import { organization } from '../../domain/organizations/state';
import type { Context } from '../../kernel/context';
import { isRefusal } from '../../kernel/refusal';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { Written } from '../../kernel/written';
import { Deciding } from '../deciding/deciding';
import { expectRevision } from '../deciding/expect-revision';
import { reachOrganization } from '../deciding/reach';

/** Deletes an empty organization: first nothing can come in any more, then it goes. Needs `accounts.manage`. */
export class DeleteOrganization extends Command<Written> {
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
  constructor(@Inject(Deciding) private readonly deciding: Deciding) {}

  async execute({ context, organizationId: id, ifMatch }: DeleteOrganization): Promise<Written> {
    const refusedAs = 'keyledger.organization-delete-refused.v1';
    await this.deciding.decide(context, { fold: organizationMembers, id, refusedAs }, async (desk) => {
      const reached = await reachOrganization(desk, context, id, 'accounts.manage');
      if (isRefusal(reached)) {
        return reached;
      }
      return (
        expectRevision(await desk.view.load(organization, id), ifMatch) ?? closeOrganization(desk.target.state, id)
      );
    });
    const { position } = await this.deciding.decide(context, { fold: organization, id }, ({ target }) =>
      deleteOrganization(target.state, id),
    );
    return { id, position };
  }
}
