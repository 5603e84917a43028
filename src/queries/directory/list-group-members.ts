import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { IdpGroupDocument } from '../../../projections/idp-groups/document';
import type { IdpMemberDocument } from '../../../projections/idp-members/document';
import type { IdpUserDocument } from '../../../projections/idp-users/document';
import { assertNotLost } from '../../access/not-lost';
import { notFound } from '../../access/require';
import { holdersAmong } from '../../access/scim-connection';
import type { Context } from '../../kernel/context';
import { cutPage, type Page, type PageRequest } from '../../kernel/page';
import { ReadModels } from '../../kernel/read-models';
import { RefusedError } from '../../kernel/refused-error';
import { QueryAuthorization } from '../authorization/query-authorization';
import { idpUserView, type IdpUserView } from './idp-user-view';
import { requireLookUp } from './require-look-up';

/**
 * The IDP users in an IDP group; one deleted since is no member any more, so a page may hold fewer than asked for. Needs
 * `directory.manage`, or `pam_vaults.manage` in some organization.
 */
export class ListGroupMembers extends Query<Page<IdpUserView>> {
  constructor(
    readonly context: Context,
    readonly idpGroupId: string,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListGroupMembers)
export class ListGroupMembersHandler implements IQueryHandler<ListGroupMembers> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(ReadModels) private readonly models: ReadModels,
  ) {}

  async execute({ context, idpGroupId, page }: ListGroupMembers): Promise<Page<IdpUserView>> {
    const { rights, view } = await this.asking.caller(context);
    requireLookUp(rights);
    if ((await this.models.readModel<IdpGroupDocument>('idp_groups').get(idpGroupId)) === undefined) {
      await assertNotLost(view, 'idpGroup', idpGroupId);
      throw new RefusedError(notFound('IDP group'));
    }
    const found = await this.models.readModel<IdpMemberDocument>('idp_members').find({
      where: [{ field: 'idpGroupId', is: idpGroupId }],
      ...(page.after === undefined ? {} : { after: page.after }),
      limit: page.limit + 1,
    });
    const { items, ...rest } = cutPage(found, page.limit, ({ id }) => ({ value: id, id }));
    const people = this.models.readModel<IdpUserDocument>('idp_users');
    const foundMembers = await Promise.all(items.map(({ idpUserId }) => people.get(idpUserId)));
    const members = foundMembers.filter((each) => each !== undefined);
    const told = idpUserView(await holdersAmong(view, members));
    return { ...rest, items: members.map(told) };
  }
}
