import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { channelsOf, type ChannelView } from '../../access/channels-of';
import { organizationIsActive } from '../../access/organization-exists';
import { notFound, requireOwner } from '../../access/require';
import type { Context } from '../../kernel/context';
import { MaterialStore } from '../../kernel/material-store';
import { RefusedError } from '../../kernel/refused-error';
import { Sealing } from '../../kernel/sealing';
import { QueryAuthorization, type QueryContext } from '../authorization/query-authorization';
import type { Single } from '../authorization/single';

export interface ChannelsView {
  readonly channels: readonly ChannelView[];
}

/** Where notifications go besides inboxes. Needs `accounts.manage` in the organization; of the account, owners. */
export class GetNotificationChannels extends Query<Single<ChannelsView>> {
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
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(MaterialStore) private readonly material: MaterialStore,
    @Inject(Sealing) private readonly sealing: Sealing,
  ) {}

  async execute({ context, organizationId }: GetNotificationChannels): Promise<Single<ChannelsView>> {
    const caller = await this.asking.caller(context);
    await this.judge(caller, organizationId);
    // Whoever knows a whole address may speak to its receiver: support, which sets no channels, needs none.
    const keys = caller.rights.support ? undefined : { material: this.material, sealing: this.sealing };
    const { channels, revision } = await channelsOf(caller.view, organizationId, keys);
    return { item: { channels }, revision };
  }

  private async judge(caller: QueryContext, organizationId: string | undefined): Promise<void> {
    if (organizationId === undefined) {
      const refusal = requireOwner(caller.rights);
      if (refusal !== undefined) throw new RefusedError(refusal);
      return;
    }
    if (!(await organizationIsActive(caller.view, organizationId))) {
      throw new RefusedError(notFound('organization'));
    }
    this.asking.require(caller, 'accounts.manage', organizationId, 'organization');
  }
}
