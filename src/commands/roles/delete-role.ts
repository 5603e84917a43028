import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireAllOf } from '../../access/no-way-up';
import { requireEverywhere } from '../../access/require';
import { deleteRole } from '../../domain/accounts/decide';
import { account } from '../../domain/accounts/state';
import { entryOf } from '../../kernel/entry-of';
import type { Context } from '../../kernel/context';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { Written } from '../../kernel/written';
import { Deciding } from '../deciding/deciding';
import { expectRevision } from '../deciding/expect-revision';
import { callerAt } from '../deciding/reach';

/** Assignments to it give nothing any more. Needs `accounts.manage` and every permission of the role, for all organizations. */
export class DeleteRole extends Command<Written> {
  constructor(
    readonly context: Context,
    readonly roleId: string,
    readonly ifMatch?: SeenRevision,
  ) {
    super();
  }
}

@CommandHandler(DeleteRole)
export class DeleteRoleHandler implements ICommandHandler<DeleteRole> {
  constructor(@Inject(Deciding) private readonly deciding: Deciding) {}

  async execute({ context, roleId, ifMatch }: DeleteRole): Promise<Written> {
    const matter = { fold: account, refusedAs: 'keyledger.role-delete-refused.v1', asked: { roleId } };
    const { position } = await this.deciding.decide(context, matter, async (desk) => {
      desk.about('account');
      const standing = await callerAt(desk, context);
      const role = entryOf(desk.target.state.roles, roleId);
      const refusal = requireEverywhere(standing, 'accounts.manage') ?? requireAllOf(standing, role?.permissions ?? []);
      return refusal ?? (role && expectRevision(role, ifMatch)) ?? deleteRole(desk.target.state, roleId);
    });
    return { id: roleId, position };
  }
}
