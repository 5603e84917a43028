import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { createHost } from '../../domain/hosts/decide';
import { host } from '../../domain/hosts/state';
import type { Context } from '../../kernel/context';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { loadAuthorizedOrganization } from '../deciding/load-authorized';
import { FactRecorder } from '../deciding/fact-recorder';
import { Refusals } from '../deciding/refusals';
import { Membership } from '../organizations/membership';

/** Makes the record of a machine in an organization. Needs `hosts.manage_users` there. */
export class CreateHost extends Command<CommandResult> {
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
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(FactRecorder) private readonly recording: FactRecorder,
    @Inject(Refusals) private readonly refusals: Refusals,
    @Inject(Membership) private readonly membership: Membership,
  ) {}

  async execute({ context, organizationId, name }: CreateHost): Promise<CommandResult> {
    const id = context.ids.next();
    const asked = { name };
    await this.recording.judge(
      context,
      REFUSED,
      (authorization) => loadAuthorizedOrganization(authorization, context, organizationId, 'hosts.manage_users'),
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
