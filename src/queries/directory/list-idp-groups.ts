import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { IdpGroupDocument } from '../../../projections/idp-groups/document';
import { holdersAmong } from '../../access/scim-connection';
import type { Context } from '../../kernel/context';
import { cutPage, type Page, type PageRequest } from '../../kernel/page';
import { ReadModels } from '../../kernel/read-models';
import { QueryAuthorization } from '../authorization/query-authorization';
import { idpGroupView, type IdpGroupView } from './idp-group-view';
import { requireLookUp } from './require-look-up';

/** The directory's IDP groups. Needs `directory.manage`, or `pam_vaults.manage` in some organization. */
export class ListIdpGroups extends Query<Page<IdpGroupView>> {
  constructor(
    readonly context: Context,
    readonly filter: { readonly q?: string },
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListIdpGroups)
export class ListIdpGroupsHandler implements IQueryHandler<ListIdpGroups> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(ReadModels) private readonly models: ReadModels,
  ) {}

  async execute({ context, filter, page }: ListIdpGroups): Promise<Page<IdpGroupView>> {
    const { rights, view } = await this.asking.caller(context);
    requireLookUp(rights);
    const found = await this.models.readModel<IdpGroupDocument>('idp_groups').find({
      where: [{ field: 'directory', is: 'directory' }],
      ...(filter.q === undefined ? {} : { word: filter.q }),
      ...(page.after === undefined ? {} : { after: page.after }),
      limit: page.limit + 1,
    });
    const { items, ...rest } = cutPage(found, page.limit, ({ id }) => ({ value: id, id }));
    const told = idpGroupView(await holdersAmong(view, items));
    return { ...rest, items: items.map(told) };
  }
}
