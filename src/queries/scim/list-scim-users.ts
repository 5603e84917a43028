import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { ScimUser } from './scim-user';
import type { Context } from '../../kernel/context';
import { ReadModels } from '../../kernel/read-models';
import { OwnRecords, type ScimSelection } from './own-records';
import type { ScimPage, ScimPageRequest } from './scim-page';

/** IDP users that are the SCIM connection's own. */
export class ListScimUsers extends Query<ScimPage<ScimUser>> {
  constructor(
    readonly context: Context,
    readonly selection: ScimSelection<ScimUser>,
    readonly page: ScimPageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListScimUsers)
export class ListScimUsersHandler implements IQueryHandler<ListScimUsers> {
  constructor(
    @Inject(OwnRecords) private readonly own: OwnRecords,
    @Inject(ReadModels) private readonly models: ReadModels,
  ) {}

  async execute({ context, selection, page }: ListScimUsers): Promise<ScimPage<ScimUser>> {
    const connectionId = await this.own.asking(context);
    return this.own.page(connectionId, this.models.readModel<ScimUser>('idp_users'), selection, page);
  }
}
