import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { RoleDocument } from '../../../projections/roles/document';
import { notFound } from '../../access/require';
import type { Context } from '../../kernel/context';
import { ReadModels } from '../../kernel/read-models';
import { RefusedError } from '../../kernel/refused-error';
import { QueryAuthorization } from '../authorization/query-authorization';
import { requireAnywhere } from '../authorization/require-anywhere';
import type { Single } from '../authorization/single';

export type RoleView = Omit<RoleDocument, 'revision'>;

export const roleView = ({ revision: _, ...shown }: RoleDocument): RoleView => shown;

/** One role. Needs `accounts.manage` in some organization. */
export class GetRole extends Query<Single<RoleView>> {
  constructor(
    readonly context: Context,
    readonly roleId: string,
  ) {
    super();
  }
}

@QueryHandler(GetRole)
export class GetRoleHandler implements IQueryHandler<GetRole> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(ReadModels) private readonly models: ReadModels,
  ) {}

  async execute({ context, roleId }: GetRole): Promise<Single<RoleView>> {
    const { rights } = await this.asking.caller(context);
    requireAnywhere(rights, 'accounts.manage');
    const found = await this.models.readModel<RoleDocument>('roles').get(roleId);
    if (found === undefined) {
      throw new RefusedError(notFound('role'));
    }
    return { item: roleView(found), revision: found.revision };
  }
}
