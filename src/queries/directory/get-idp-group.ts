import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { IdpGroupDocument } from '../../../projections/idp-groups/document';
import { notFound } from '../../access/require';
import type { Context } from '../../kernel/context';
import { PORTS } from '../../kernel/ports';
import type { ReadModels } from '../../kernel/read-models';
import { Refused } from '../../kernel/refused';
import { Asking } from '../asking/asking';
import type { Single } from '../asking/single';
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
    @Inject(Asking) private readonly asking: Asking,
    @Inject(PORTS.readModels) private readonly models: ReadModels,
  ) {}

  async execute({ context, idpGroupId }: GetIdpGroup): Promise<Single<IdpGroupView>> {
    requireLookUp((await this.asking.asker(context)).standing);
    const found = await this.models.readModel<IdpGroupDocument>('idp_groups').get(idpGroupId);
    if (found === undefined) {
      throw new Refused(notFound('IDP group'));
    }
    return { item: idpGroupView(found), revision: found.revision };
  }
}
