import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { DeliveryDocument } from '../../../projections/deliveries/document';
import type { Context } from '../../kernel/context';
import { cutPage, type Page, type PageRequest } from '../../kernel/page';
import { ReadModels } from '../../kernel/read-models';
import { QueryAuthorization } from '../authorization/query-authorization';

export interface DeliveryFilter {
  readonly organizationId?: string;
  readonly status?: string;
  readonly channelId?: string;
}

export type DeliveryView = Omit<DeliveryDocument, 'at'>;

/** Messages to receivers and what came of them, newest first. Needs `accounts.manage`; those of the account, for all organizations. */
export class ListDeliveries extends Query<Page<DeliveryView>> {
  constructor(
    readonly context: Context,
    readonly filter: DeliveryFilter,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListDeliveries)
export class ListDeliveriesHandler implements IQueryHandler<ListDeliveries> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(ReadModels) private readonly models: ReadModels,
  ) {}

  async execute({ context, filter, page }: ListDeliveries): Promise<Page<DeliveryView>> {
    const { organizationId, ...rest } = filter;
    const scope = await this.asking.scope(await this.asking.caller(context), 'accounts.manage', organizationId);
    const found = await this.models.readModel<DeliveryDocument>('deliveries').find({
      where: [...scope, ...Object.entries(rest).map(([field, is]) => ({ field, is }))],
      order: { by: 'at', descending: true },
      limit: page.limit + 1,
      ...(page.after === undefined ? {} : { after: page.after }),
    });
    const { items, ...next } = cutPage(found, page.limit, ({ at, id }) => ({ value: at, id }));
    return { ...next, items: items.map(({ at: _, ...item }) => item) };
  }
}
