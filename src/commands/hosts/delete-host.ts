import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { deleteHost } from '../../domain/hosts/decide';
import { closeHost } from '../../domain/hosts/reservations';
import { host, hostMembers } from '../../domain/hosts/state';
import type { Context } from '../../kernel/context';
import { isRefusal } from '../../kernel/refusal';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { Written } from '../../kernel/written';
import { Deciding } from '../deciding/deciding';
import { expectRevision } from '../deciding/expect-revision';
import { Membership } from '../organizations/membership';
import { reachHost } from './reach-host';

/** Deletes a host no identity names: first none can come any more, then it goes. Needs `hosts.manage_users`. */
export class DeleteHost extends Command<Written> {
  constructor(
    readonly context: Context,
    readonly hostId: string,
    readonly ifMatch?: SeenRevision,
  ) {
    super();
  }
}

@CommandHandler(DeleteHost)
export class DeleteHostHandler implements ICommandHandler<DeleteHost> {
  constructor(
    @Inject(Deciding) private readonly deciding: Deciding,
    @Inject(Membership) private readonly membership: Membership,
  ) {}

  async execute({ context, hostId: id, ifMatch }: DeleteHost): Promise<Written> {
    const refusedAs = 'keyledger.host-delete-refused.v1';
    await this.deciding.decide(context, { fold: hostMembers, id, refusedAs }, async (desk) => {
      const reached = await reachHost(desk, context, id);
      if (isRefusal(reached)) {
        return reached;
      }
      const { organizationId } = reached.state;
      return expectRevision(reached, ifMatch) ?? closeHost(desk.target.state, { organizationId, hostId: id });
    });
    const { position, state } = await this.deciding.decide(context, { fold: host, id }, ({ target }) =>
      deleteHost(target.state, id),
    );
    await this.membership.leave(context, state.organizationId, 'host', id);
    return { id, position };
  }
}
