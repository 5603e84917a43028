import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { OrganizationDocument } from '../../../projections/organizations/document';
import { EVERYWHERE } from '../../access/permissions';
import { supportAccessOff } from '../../access/support';
import { visibleOrganizations } from '../../access/visible-organizations';
import type { Context } from '../../kernel/context';
import { cutPage, type Page, type PageRequest } from '../../kernel/page';
import { ReadModels } from '../../kernel/read-models';
import { RefusedError } from '../../kernel/refused-error';
import { QueryAuthorization } from '../authorization/query-authorization';
import { organizationView, type OrganizationView } from './organization-view';

/** The organizations in which the caller has any role. */
export class ListOrganizations extends Query<Page<OrganizationView>> {
  constructor(
    readonly context: Context,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListOrganizations)
export class ListOrganizationsHandler implements IQueryHandler<ListOrganizations> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(ReadModels) private readonly models: ReadModels,
  ) {}

  async execute({ context, page }: ListOrganizations): Promise<Page<OrganizationView>> {
    const { rights } = await this.asking.caller(context);
    const visible = visibleOrganizations(rights);
    if (visible.length === 0) {
      if (rights.support) throw new RefusedError(supportAccessOff('everywhere'));
      return { items: [] };
    }
    const found = await this.models.readModel<OrganizationDocument>('organizations').find({
      where: visible === EVERYWHERE ? [] : [{ field: 'id', in: visible }],
      ...(page.after === undefined ? {} : { after: page.after }),
      limit: page.limit + 1,
    });
    const { items, ...rest } = cutPage(found, page.limit, ({ id }) => ({ value: id, id }));
    return { ...rest, items: items.map(organizationView) };
  }
}
