import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { EVERYWHERE, holds } from '../../access/permissions';
import { notFound } from '../../access/require';
import { toldGroupRoles, type ToldGroupRole } from '../../access/told-group-roles';
import type { Context } from '../../kernel/context';
import { RefusedError } from '../../kernel/refused-error';
import { QueryAuthorization } from '../authorization/query-authorization';
import { requireAnywhere } from '../authorization/require-anywhere';
import type { Single } from '../authorization/single';

export interface GroupRolesView {
  readonly roles: readonly ToldGroupRole[];
}

/** The roles that an IDP group gives. Needs `accounts.manage` in some organization, or `directory.manage`. */
export class GetGroupRoles extends Query<Single<GroupRolesView>> {
  constructor(
    readonly context: Context,
    readonly idpGroupId: string,
  ) {
    super();
  }
}

@QueryHandler(GetGroupRoles)
export class GetGroupRolesHandler implements IQueryHandler<GetGroupRoles> {
  constructor(@Inject(QueryAuthorization) private readonly asking: QueryAuthorization) {}

  async execute({ context, idpGroupId }: GetGroupRoles): Promise<Single<GroupRolesView>> {
    const { rights, view } = await this.asking.caller(context);
    if (!holds(rights, 'directory.manage', EVERYWHERE)) requireAnywhere(rights, 'accounts.manage');
    const told = await toldGroupRoles(view, rights, idpGroupId);
    if (told === undefined) throw new RefusedError(notFound('IDP group'));
    const { roles, revision } = told;
    return { item: { roles }, revision };
  }
}
