import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { IdpUserDocument } from '../../../projections/idp-users/document';
import { assertNotLost } from '../../access/not-lost';
import { notFound } from '../../access/require';
import { holdersAmong } from '../../access/scim-connection';
import type { Context } from '../../kernel/context';
import { ReadModels } from '../../kernel/read-models';
import { RefusedError } from '../../kernel/refused-error';
import { QueryAuthorization } from '../authorization/query-authorization';
import type { Single } from '../authorization/single';
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
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(ReadModels) private readonly models: ReadModels,
  ) {}

  async execute({ context, idpUserId }: GetIdpUser): Promise<Single<IdpUserView>> {
    const { rights, view } = await this.asking.caller(context);
    requireLookUp(rights);
    const found = await this.models.readModel<IdpUserDocument>('idp_users').get(idpUserId);
    if (found === undefined) {
      await assertNotLost(view, 'idpUser', idpUserId);
      throw new RefusedError(notFound('IDP user'));
    }
    const told = idpUserView(await holdersAmong(view, [found]));
    return { item: told(found), revision: found.revision };
  }
}
