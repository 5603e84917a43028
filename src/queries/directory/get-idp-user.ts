import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { IdpUserDocument } from '../../../projections/idp-users/document';
import { notFound } from '../../access/require';
import type { Context } from '../../kernel/context';
import { PORTS } from '../../kernel/ports';
import type { ReadModels } from '../../kernel/read-models';
import { Refused } from '../../kernel/refused';
import { Asking } from '../asking/asking';
import type { Single } from '../asking/single';
import { idpUserView, type IdpUserView } from './idp-user-view';
import { requireLookUp } from './require-look-up';

/** One IDP user. Needs `directory.manage`, or `pam_vaults.manage` in some organization. */
export class GetIdpUser extends Query<Single<IdpUserView>> {
  constructor(
    readonly context: Context,
    readonly idpUserId: string,
  ) {
    super();
  }
}

@QueryHandler(GetIdpUser)
export class GetIdpUserHandler implements IQueryHandler<GetIdpUser> {
  constructor(
    @Inject(Asking) private readonly asking: Asking,
    @Inject(PORTS.readModels) private readonly models: ReadModels,
  ) {}

  async execute({ context, idpUserId }: GetIdpUser): Promise<Single<IdpUserView>> {
    requireLookUp((await this.asking.asker(context)).standing);
    const found = await this.models.readModel<IdpUserDocument>('idp_users').get(idpUserId);
    if (found === undefined) {
      throw new Refused(notFound('IDP user'));
    }
    return { item: idpUserView(found), revision: found.revision };
  }
}
