import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { RoleDocument } from '../../../projections/roles/document';
import type { Context } from '../../kernel/context';
import { cutPage, type Page, type PageRequest } from '../../kernel/page';
import { ReadModels } from '../../kernel/read-models';
import { QueryAuthorization } from '../authorization/query-authorization';
import { requireAnywhere } from '../authorization/require-anywhere';
import { roleView, type RoleView } from './get-role';

/** The account's roles. Needs `accounts.manage` in some organization. */
export class ListRoles extends Query<Page<RoleView>> {
  constructor(
    readonly context: Context,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListRoles)
export class ListRolesHandler implements IQueryHandler<ListRoles> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(ReadModels) private readonly models: ReadModels,
  ) {}

  async execute({ context, page }: ListRoles): Promise<Page<RoleView>> {
    const { rights } = await this.asking.caller(context);
    requireAnywhere(rights, 'accounts.manage');
    const found = await this.models.readModel<RoleDocument>('roles').find({
      ...(page.after === undefined ? {} : { after: page.after }),
      limit: page.limit + 1,
    });
    const { items, ...rest } = cutPage(found, page.limit, ({ id }) => ({ value: id, id }));
    return { ...rest, items: items.map(roleView) };
  }
}
