import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { OrganizationDocument } from '../../../projections/organizations/document';
import { assertNotLost } from '../../access/not-lost';
import { policyWarnings, type Warned } from '../../access/policy-warnings';
import { notFound, requireRole } from '../../access/require';
import type { Context } from '../../kernel/context';
import { ReadModels } from '../../kernel/read-models';
import { RefusedError } from '../../kernel/refused-error';
import { QueryAuthorization } from '../authorization/query-authorization';
import type { Single } from '../authorization/single';
import { organizationView, type OrganizationView } from './organization-view';

/** One organization. Needs any role in it. */
export class GetOrganization extends Query<Single<Warned<OrganizationView>>> {
  constructor(
    readonly context: Context,
    readonly organizationId: string,
  ) {
    super();
  }
}

@QueryHandler(GetOrganization)
export class GetOrganizationHandler implements IQueryHandler<GetOrganization> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(ReadModels) private readonly models: ReadModels,
  ) {}

  async execute({ context, organizationId }: GetOrganization): Promise<Single<Warned<OrganizationView>>> {
    const { rights, view } = await this.asking.caller(context);
    const found = await this.models.readModel<OrganizationDocument>('organizations').get(organizationId);
    if (found === undefined) await assertNotLost(view, 'organization', organizationId);
    const denied = requireRole(rights, organizationId, 'organization');
    if (found === undefined || denied !== undefined) {
      throw new RefusedError(denied ?? notFound('organization'));
    }
    const item = { ...organizationView(found), ...(await policyWarnings(view, { organizationId })) };
    return { item, revision: found.revision };
  }
}
