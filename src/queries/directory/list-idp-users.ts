import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { IdpUserDocument } from '../../../projections/idp-users/document';
import { holdersAmong } from '../../access/scim-connection';
import type { Context } from '../../kernel/context';
import { cutPage, type Page, type PageRequest } from '../../kernel/page';
import { ReadModels } from '../../kernel/read-models';
import { QueryAuthorization } from '../authorization/query-authorization';
import { idpUserView, type IdpUserView } from './idp-user-view';
import { requireLookUp } from './require-look-up';

/** The directory's IDP users. Needs `directory.manage`, or `pam_vaults.manage` in some organization. */
export class ListIdpUsers extends Query<Page<IdpUserView>> {
  constructor(
    readonly context: Context,
    readonly filter: { readonly q?: string },
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListIdpUsers)
export class ListIdpUsersHandler implements IQueryHandler<ListIdpUsers> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(ReadModels) private readonly models: ReadModels,
  ) {}

  async execute({ context, filter, page }: ListIdpUsers): Promise<Page<IdpUserView>> {
    const { rights, view } = await this.asking.caller(context);
    requireLookUp(rights);
    const found = await this.models.readModel<IdpUserDocument>('idp_users').find({
      where: [{ field: 'directory', is: 'directory' }],
      ...(filter.q === undefined ? {} : { word: filter.q }),
      ...(page.after === undefined ? {} : { after: page.after }),
      limit: page.limit + 1,
    });
    const { items, ...rest } = cutPage(found, page.limit, ({ id }) => ({ value: id, id }));
    const told = idpUserView(await holdersAmong(view, items));
    return { ...rest, items: items.map(told) };
  }
}
