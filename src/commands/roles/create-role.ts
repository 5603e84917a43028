import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireEverywhere } from '../../access/require';
import { requireAllOf } from '../../access/no-way-up';
import { createRole } from '../../domain/accounts/decide';
import { account } from '../../domain/accounts/state';
import type { Permission } from '../../domain/permissions';
import type { Context } from '../../kernel/context';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { loadCaller } from '../deciding/load-authorized';

/** Needs `accounts.manage` and every permission of the role, for all organizations. */
export class CreateRole extends Command<CommandResult> {
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
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, name, permissions }: CreateRole): Promise<CommandResult> {
    const id = context.ids.next();
    const decisionTarget = { fold: account, refusedAs: 'keyledger.role-create-refused.v1', asked: { name } };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      decision.about('account');
      const rights = await loadCaller(decision, context);
      const refusal = requireEverywhere(rights, 'accounts.manage') ?? requireAllOf(rights, permissions);
      return refusal ?? createRole(decision.target.state, { id, name, permissions });
    });
    return { id, position };
  }
}
