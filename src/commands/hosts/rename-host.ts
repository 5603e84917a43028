import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { renameHost } from '../../domain/hosts/decide';
import { host } from '../../domain/hosts/state';
import type { Context } from '../../kernel/context';
import { isRefusal } from '../../kernel/refusal';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { Written } from '../../kernel/written';
import { Deciding } from '../deciding/deciding';
import { expectRevision } from '../deciding/expect-revision';
import { reachHost } from './reach-host';

/** Gives a host another name; absent: the one it has. Needs `hosts.manage_users`. */
export class RenameHost extends Command<Written> {
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
  constructor(@Inject(Deciding) private readonly deciding: Deciding) {}

  async execute({ context, hostId: id, name, ifMatch }: RenameHost): Promise<Written> {
    const matter = { fold: host, id, refusedAs: 'keyledger.host-rename-refused.v1' };
    const { position } = await this.deciding.decide(context, matter, async (desk) => {
      const reached = await reachHost(desk, context, id);
      if (isRefusal(reached)) {
        return reached;
      }
      const { state } = desk.target;
      return expectRevision(desk.target, ifMatch) ?? renameHost(state, id, name ?? state.name);
    });
    return { id, position };
  }
}
