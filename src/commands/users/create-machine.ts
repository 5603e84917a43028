import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireEverywhere } from '../../access/require';
import { createUser } from '../../domain/users/decide';
import { user } from '../../domain/users/state';
import type { Context } from '../../kernel/context';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { loadCaller } from '../deciding/load-authorized';

/** Makes a machine caller, which can do nothing before it has roles and a token. Needs `accounts.manage` for all organizations. */
export class CreateMachine extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly displayName: string,
  ) {
    super();
  }
}

@CommandHandler(CreateMachine)
export class CreateMachineHandler implements ICommandHandler<CreateMachine> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, displayName }: CreateMachine): Promise<CommandResult> {
    const userId = context.ids.next();
    const decisionTarget = {
      fold: user,
      id: userId,
      refusedAs: 'keyledger.user-create-refused.v1',
      asked: { displayName },
    };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      decision.about('account');
      const created = { userId, kind: 'machine', displayName, support: false, createdAt: decision.now } as const;
      const denied = requireEverywhere(await loadCaller(decision, context), 'accounts.manage');
      return denied ?? createUser(decision.target.state, created);
    });
    return { id: userId, position };
  }
}
