import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { createHost } from '../../domain/hosts/decide';
import { host } from '../../domain/hosts/state';
import type { Context } from '../../kernel/context';
import type { Written } from '../../kernel/written';
import { Deciding } from '../deciding/deciding';
import { reachOrganization } from '../deciding/reach';
import { Recording } from '../deciding/recording';
import { Refusals } from '../deciding/refusals';
import { Membership } from '../organizations/membership';

/** Makes the record of a machine in an organization. Needs `hosts.manage_users` there. */
export class CreateHost extends Command<Written> {
  constructor(
    readonly context: Context,
    readonly organizationId: string,
    readonly name: string,
  ) {
    super();
  }
}

const REFUSED = 'keyledger.host-create-refused.v1';

@CommandHandler(CreateHost)
export class CreateHostHandler implements ICommandHandler<CreateHost> {
  constructor(
    @Inject(Deciding) private readonly deciding: Deciding,
    @Inject(Recording) private readonly recording: Recording,
    @Inject(Refusals) private readonly refusals: Refusals,
    @Inject(Membership) private readonly membership: Membership,
  ) {}

  async execute({ context, organizationId, name }: CreateHost): Promise<Written> {
    const id = context.ids.next();
    const asked = { name };
    await this.recording.hear(
      context,
      REFUSED,
      (hearing) => reachOrganization(hearing, context, organizationId, 'hosts.manage_users'),
      asked,
    );
    return this.refusals.telling(
      context,
      REFUSED,
      { organizationId },
      async () => {
        await this.membership.enter(context, organizationId, 'host', id);
        const { position } = await this.deciding.decide(context, { fold: host, id }, ({ target, now }) =>
          createHost(target.state, { hostId: id, organizationId, name, createdAt: now }),
        );
        return { id, position };
      },
      asked,
    );
  }
}
