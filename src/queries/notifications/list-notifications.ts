import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { InboxDocument } from '../../../projections/inbox/document';
import type { Context } from '../../kernel/context';
import { cutPage, type Page, type PageRequest } from '../../kernel/page';
import { ReadModels } from '../../kernel/read-models';
import { QueryAuthorization } from '../authorization/query-authorization';
import { inboxOf, notificationView, type NotificationView } from './inbox-of';

export interface InboxFilter {
  readonly unread?: boolean;
  readonly severity?: string;
}

export interface InboxPage extends Page<NotificationView> {
  /** How many are unread, whatever the filter. */
  readonly unread: number;
}

/** The caller's inbox, newest first: what the caller may see now. */
export class ListNotifications extends Query<InboxPage> {
  constructor(
    readonly context: Context,
    readonly filter: InboxFilter,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListNotifications)
export class ListNotificationsHandler implements IQueryHandler<ListNotifications> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(ReadModels) private readonly models: ReadModels,
  ) {}

  async execute({ context, filter, page }: ListNotifications): Promise<InboxPage> {
    const mine = inboxOf((await this.asking.caller(context)).rights);
    const inbox = this.models.readModel<InboxDocument>('inbox');
    const { unread, severity } = filter;
    const where = [
      ...mine,
      ...(unread === undefined ? [] : [{ field: 'unread', is: unread }]),
      ...(severity === undefined ? [] : [{ field: 'severity', is: severity }]),
    ];
    const [found, count] = await Promise.all([
      inbox.find({
        where,
        order: { by: 'at', descending: true },
        limit: page.limit + 1,
        ...(page.after === undefined ? {} : { after: page.after }),
      }),
      inbox.count([...mine, { field: 'unread', is: true }]),
    ]);
    const { items, ...rest } = cutPage(found, page.limit, ({ at, id }) => ({ value: at, id }));
    return { ...rest, items: items.map(notificationView), unread: count };
  }
}
