import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { IdpGroupDocument } from '../../../projections/idp-groups/document';
import type { IdpMemberDocument } from '../../../projections/idp-members/document';
import type { IdpUserDocument } from '../../../projections/idp-users/document';
import { notFound } from '../../access/require';
import { holdersAmong } from '../../access/scim-connection';
import type { Context } from '../../kernel/context';
import { cutPage, type Page, type PageRequest } from '../../kernel/page';
import { ReadModels } from '../../kernel/read-models';
import { RefusedError } from '../../kernel/refused-error';
import { QueryAuthorization } from '../authorization/query-authorization';
import { idpGroupView, type IdpGroupView } from './idp-group-view';
import { requireLookUp } from './require-look-up';

/**
 * The IDP groups an IDP user is in; one deleted since is none any more, so a page may hold fewer than asked for. Needs
 * `directory.manage`, or `pam_vaults.manage` in some organization.
 */
export class ListGroupsOf extends Query<Page<IdpGroupView>> {
  constructor(
    readonly context: Context,
    readonly idpUserId: string,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListGroupsOf)
export class ListGroupsOfHandler implements IQueryHandler<ListGroupsOf> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(ReadModels) private readonly models: ReadModels,
  ) {}

  async execute({ context, idpUserId, page }: ListGroupsOf): Promise<Page<IdpGroupView>> {
    const { rights, view } = await this.asking.caller(context);
    requireLookUp(rights);
    if ((await this.models.readModel<IdpUserDocument>('idp_users').get(idpUserId)) === undefined) {
      throw new RefusedError(notFound('IDP user'));
    }
    const found = await this.models.readModel<IdpMemberDocument>('idp_members').find({
      where: [{ field: 'idpUserId', is: idpUserId }],
      ...(page.after === undefined ? {} : { after: page.after }),
      limit: page.limit + 1,
    });
    const { items, ...rest } = cutPage(found, page.limit, ({ id }) => ({ value: id, id }));
    const model = this.models.readModel<IdpGroupDocument>('idp_groups');
    const foundGroups = await Promise.all(items.map(({ idpGroupId }) => model.get(idpGroupId)));
    const groups = foundGroups.filter((each) => each !== undefined);
    const told = idpGroupView(await holdersAmong(view, groups));
    return { ...rest, items: groups.map(told) };
  }
}
