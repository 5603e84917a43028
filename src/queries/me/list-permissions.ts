import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { EXPLAINED_PERMISSIONS, type ExplainedPermission } from '../../access/explained-permissions';
import type { Context } from '../../kernel/context';
import { QueryAuthorization } from '../authorization/query-authorization';

/** All permissions, explained, for anybody who is signed in. */
export class ListPermissions extends Query<readonly ExplainedPermission[]> {
  constructor(readonly context: Context) {
    super();
  }
}

@QueryHandler(ListPermissions)
export class ListPermissionsHandler implements IQueryHandler<ListPermissions> {
  constructor(@Inject(QueryAuthorization) private readonly asking: QueryAuthorization) {}

  async execute({ context }: ListPermissions): Promise<readonly ExplainedPermission[]> {
    await this.asking.caller(context);
    return EXPLAINED_PERMISSIONS;
  }
}
