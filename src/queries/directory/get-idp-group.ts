import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { IdpGroupDocument } from '../../../projections/idp-groups/document';
import { assertNotLost } from '../../access/not-lost';
import { notFound } from '../../access/require';
import { holdersAmong } from '../../access/scim-connection';
import type { Context } from '../../kernel/context';
import { ReadModels } from '../../kernel/read-models';
import { RefusedError } from '../../kernel/refused-error';
import { QueryAuthorization } from '../authorization/query-authorization';
import type { Single } from '../authorization/single';
import { idpGroupView, type IdpGroupView } from './idp-group-view';
import { requireLookUp } from './require-look-up';

/** One IDP group. Needs `directory.manage`, or `pam_vaults.manage` in some organization. */
export class GetIdpGroup extends Query<Single<IdpGroupView>> {
  constructor(
    readonly context: Context,
    readonly idpGroupId: string,
  ) {
    super();
  }
}

@QueryHandler(GetIdpGroup)
export class GetIdpGroupHandler implements IQueryHandler<GetIdpGroup> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(ReadModels) private readonly models: ReadModels,
  ) {}

  async execute({ context, idpGroupId }: GetIdpGroup): Promise<Single<IdpGroupView>> {
    const { rights, view } = await this.asking.caller(context);
    requireLookUp(rights);
    const found = await this.models.readModel<IdpGroupDocument>('idp_groups').get(idpGroupId);
    if (found === undefined) {
      await assertNotLost(view, 'idpGroup', idpGroupId);
      throw new RefusedError(notFound('IDP group'));
    }
    const told = idpGroupView(await holdersAmong(view, [found]));
    return { item: told(found), revision: found.revision };
  }
}
