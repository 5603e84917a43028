import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { UserDocument } from '../../../projections/users/document';
import type { Context } from '../../kernel/context';
import { cutPage, type Page, type PageRequest } from '../../kernel/page';
import { ReadModels } from '../../kernel/read-models';
import { QueryAuthorization } from '../authorization/query-authorization';
import { requireAnywhere } from '../authorization/require-anywhere';
import { userView, type UserView } from './user-view';

/** The account's users. Needs `accounts.manage` in some organization. */
export class ListUsers extends Query<Page<UserView>> {
  constructor(
    readonly context: Context,
    readonly filter: { readonly q?: string },
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListUsers)
export class ListUsersHandler implements IQueryHandler<ListUsers> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(ReadModels) private readonly models: ReadModels,
  ) {}

  async execute({ context, filter, page }: ListUsers): Promise<Page<UserView>> {
    const { rights } = await this.asking.caller(context);
    requireAnywhere(rights, 'accounts.manage');
    const found = await this.models.readModel<UserDocument>('users').find({
      where: [{ field: 'account', is: 'account' }],
      ...(filter.q === undefined ? {} : { word: filter.q }),
      ...(page.after === undefined ? {} : { after: page.after }),
      limit: page.limit + 1,
    });
    const { items, ...rest } = cutPage(found, page.limit, ({ id }) => ({ value: id, id }));
    return { ...rest, items: items.map((user) => userView(user, rights)) };
  }
}
