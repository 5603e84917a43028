import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { renameHost } from '../../domain/hosts/decide';
import { host } from '../../domain/hosts/state';
import type { Context } from '../../kernel/context';
import { isRefusal } from '../../kernel/refusal';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { expectRevision } from '../deciding/expect-revision';
import { loadAuthorizedHost } from './load-authorized-host';

/** Gives a host another name; absent: the one it has. Needs `hosts.manage_users`. */
export class RenameHost extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly hostId: string,
    readonly name: string | undefined,
    readonly ifMatch?: SeenRevision,
  ) {
    super();
  }
}

@CommandHandler(RenameHost)
export class RenameHostHandler implements ICommandHandler<RenameHost> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, hostId: id, name, ifMatch }: RenameHost): Promise<CommandResult> {
    const decisionTarget = { fold: host, id, refusedAs: 'keyledger.host-rename-refused.v1' };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      const reached = await loadAuthorizedHost(decision, context, id);
      if (isRefusal(reached)) {
        return reached;
      }
      const { state } = decision.target;
      return expectRevision(decision.target, ifMatch) ?? renameHost(state, id, name ?? state.name);
    });
    return { id, position };
  }
}
