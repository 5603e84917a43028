import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { AccessDocument } from '../../../projections/access/document';
import type { VaultDocument } from '../../../projections/vaults/document';
import { assertNotLost } from '../../access/not-lost';
import { notFound } from '../../access/require';
import type { Permission } from '../../access/permissions';
import type { Context } from '../../kernel/context';
import { ReadModels } from '../../kernel/read-models';
import { RefusedError } from '../../kernel/refused-error';
import { QueryAuthorization } from '../authorization/query-authorization';
import type { Single } from '../authorization/single';
import { grantView, type GrantView } from './grant-view';

/** One grant of a vault. Needs `pam_vaults.view`; as the answer to a command, what the command needed. */
export class GetGrant extends Query<Single<GrantView>> {
  constructor(
    readonly context: Context,
    readonly vaultId: string,
    readonly grantId: string,
    readonly permission: Permission = 'pam_vaults.view',
  ) {
    super();
  }
}

@QueryHandler(GetGrant)
export class GetGrantHandler implements IQueryHandler<GetGrant> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(ReadModels) private readonly models: ReadModels,
  ) {}

  async execute({ context, vaultId, grantId, permission }: GetGrant): Promise<Single<GrantView>> {
    const caller = await this.asking.caller(context);
    const vault = await this.models.readModel<VaultDocument>('vaults').get(vaultId);
    if (vault === undefined) await assertNotLost(caller.view, 'vault', vaultId);
    this.asking.require(caller, permission, vault?.organizationId, 'identity group');
    // By its vault as well, whose stream tells of it.
    const where = [
      { field: 'identityGroupId', is: vaultId },
      { field: 'id', is: grantId },
    ];
    const [grant] = await this.models.readModel<AccessDocument>('access').find({ where, limit: 1 });
    if (grant === undefined) {
      await assertNotLost(caller.view, 'grants', vaultId);
      throw new RefusedError(notFound('access grant'));
    }
    return { item: grantView(grant, caller.now), revision: grant.revision };
  }
}
