import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { deleteHost } from '../../domain/hosts/decide';
import { closeHost } from '../../domain/hosts/reservations';
import { host, hostMembersStream } from '../../domain/hosts/state';
import type { Context } from '../../kernel/context';
import { isRefusal } from '../../kernel/refusal';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { expectRevision } from '../deciding/expect-revision';
import { Membership } from '../organizations/membership';
import { loadAuthorizedHost } from './load-authorized-host';

/** Deletes a host no identity names: first none can come any more, then it goes. Needs `hosts.manage_users`. */
export class DeleteHost extends Command<CommandResult> {
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
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(Membership) private readonly membership: Membership,
  ) {}

  async execute({ context, hostId: id, ifMatch }: DeleteHost): Promise<CommandResult> {
    const refusedAs = 'keyledger.host-delete-refused.v1';
    await this.deciding.decide(context, { fold: hostMembersStream, id, refusedAs }, async (decision) => {
      const reached = await loadAuthorizedHost(decision, context, id);
      if (isRefusal(reached)) {
        return reached;
      }
      const { organizationId } = reached.state;
      return expectRevision(reached, ifMatch) ?? closeHost(decision.target.state, { organizationId, hostId: id });
    });
    const { position, state } = await this.deciding.decide(context, { fold: host, id }, ({ target }) =>
      deleteHost(target.state, id),
    );
    await this.membership.leave(context, state.organizationId, 'host', id);
    return { id, position };
  }
}
