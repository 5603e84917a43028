import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { channelsOf, type ChannelView } from '../../access/channels-of';
import { organizationExists } from '../../access/organization-exists';
import { notFound, requireOwner } from '../../access/require';
import type { Context } from '../../kernel/context';
import { Refused } from '../../kernel/refused';
import { Asking, type Asker } from '../asking/asking';

/** Where notifications go besides inboxes. Needs `accounts.manage` in the organization; of the account, owners. */
export class GetNotificationChannels extends Query<readonly ChannelView[]> {
  constructor(
    readonly context: Context,
    /** Absent: of the account. */
    readonly organizationId?: string,
  ) {
    super();
  }
}

@QueryHandler(GetNotificationChannels)
export class GetNotificationChannelsHandler implements IQueryHandler<GetNotificationChannels> {
  constructor(@Inject(Asking) private readonly asking: Asking) {}

  async execute({ context, organizationId }: GetNotificationChannels): Promise<readonly ChannelView[]> {
    const asker = await this.asking.asker(context);
    await this.judge(asker, organizationId);
    return channelsOf(asker.view, organizationId);
  }

  private async judge(asker: Asker, organizationId: string | undefined): Promise<void> {
    if (organizationId === undefined) {
      const refusal = requireOwner(asker.standing);
      if (refusal !== undefined) throw new Refused(refusal);
      return;
    }
    if (!(await organizationExists(asker.view, organizationId))) {
      throw new Refused(notFound('organization'));
    }
    this.asking.require(asker, 'accounts.manage', organizationId, 'organization');
  }
}
