import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireEverywhere } from '../../access/require';
import { requireAllOf } from '../../access/no-way-up';
import { createRole } from '../../domain/accounts/decide';
import { account } from '../../domain/accounts/state';
import type { Permission } from '../../domain/permissions';
import type { Context } from '../../kernel/context';
import type { Written } from '../../kernel/written';
import { Deciding } from '../deciding/deciding';
import { callerAt } from '../deciding/reach';

/** Needs `accounts.manage` and every permission of the role, for all organizations. */
export class CreateRole extends Command<Written> {
  constructor(
    readonly context: Context,
    readonly name: string,
    readonly permissions: readonly Permission[],
  ) {
    super();
  }
}

@CommandHandler(CreateRole)
export class CreateRoleHandler implements ICommandHandler<CreateRole> {
  constructor(@Inject(Deciding) private readonly deciding: Deciding) {}

  async execute({ context, name, permissions }: CreateRole): Promise<Written> {
    const id = context.ids.next();
    const matter = { fold: account, refusedAs: 'keyledger.role-create-refused.v1', asked: { name } };
    const { position } = await this.deciding.decide(context, matter, async (desk) => {
      desk.about('account');
      const standing = await callerAt(desk, context);
      const refusal = requireEverywhere(standing, 'accounts.manage') ?? requireAllOf(standing, permissions);
      return refusal ?? createRole(desk.target.state, { id, name, permissions });
    });
    return { id, position };
  }
}
