import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { InboxDocument } from '../../../projections/inbox/document';
import type { Context } from '../../kernel/context';
import { ReadModels } from '../../kernel/read-models';
import { QueryAuthorization } from '../authorization/query-authorization';
import { inboxOf, notificationView, type NotificationView } from './inbox-of';

export interface NextNotification {
  readonly at: string;
  readonly notification: NotificationView;
}

/** The first notification of the caller after a place in the log, if the caller may see it now; absent place: the newest there is. */
export class FindNextNotification extends Query<NextNotification | undefined> {
  constructor(
    readonly context: Context,
    readonly after: string | undefined,
  ) {
    super();
  }
}

@QueryHandler(FindNextNotification)
export class FindNextNotificationHandler implements IQueryHandler<FindNextNotification> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(ReadModels) private readonly models: ReadModels,
  ) {}

  async execute({ context, after }: FindNextNotification): Promise<NextNotification | undefined> {
    const mine = inboxOf((await this.asking.caller(context)).rights);
    const [found] = await this.models.readModel<InboxDocument>('inbox').find({
      where: after === undefined ? mine : [...mine, { field: 'at', above: after }],
      order: { by: 'at', descending: after === undefined },
      limit: 1,
    });
    return found && { at: found.at, notification: notificationView(found) };
  }
}
