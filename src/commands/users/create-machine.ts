import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireEverywhere } from '../../access/require';
import { createUser } from '../../domain/users/decide';
import { user } from '../../domain/users/state';
import type { Context } from '../../kernel/context';
import type { Written } from '../../kernel/written';
import { Deciding } from '../deciding/deciding';
import { callerAt } from '../deciding/reach';

/** Makes a machine caller, which can do nothing before it has roles and a token. Needs `accounts.manage` for all organizations. */
export class CreateMachine extends Command<Written> {
  constructor(
    readonly context: Context,
    readonly displayName: string,
  ) {
    super();
  }
}

@CommandHandler(CreateMachine)
export class CreateMachineHandler implements ICommandHandler<CreateMachine> {
  constructor(@Inject(Deciding) private readonly deciding: Deciding) {}

  async execute({ context, displayName }: CreateMachine): Promise<Written> {
    const userId = context.ids.next();
    const matter = { fold: user, id: userId, refusedAs: 'keyledger.user-create-refused.v1', asked: { displayName } };
    const { position } = await this.deciding.decide(context, matter, async (desk) => {
      desk.about('account');
      const created = { userId, kind: 'machine', displayName, support: false, createdAt: desk.now } as const;
      const denied = requireEverywhere(await callerAt(desk, context), 'accounts.manage');
      return denied ?? createUser(desk.target.state, created);
    });
    return { id: userId, position };
  }
}
