import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { AccessDocument } from '../../../projections/access/document';
import type { VaultDocument } from '../../../projections/vaults/document';
import { notFound } from '../../access/require';
import type { Permission } from '../../access/permissions';
import type { Context } from '../../kernel/context';
import { PORTS } from '../../kernel/ports';
import type { ReadModels } from '../../kernel/read-models';
import { Refused } from '../../kernel/refused';
import { Asking } from '../asking/asking';
import type { Single } from '../asking/single';
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
    @Inject(Asking) private readonly asking: Asking,
    @Inject(PORTS.readModels) private readonly models: ReadModels,
  ) {}

  async execute({ context, vaultId, grantId, permission }: GetGrant): Promise<Single<GrantView>> {
    const asker = await this.asking.asker(context);
    const vault = await this.models.readModel<VaultDocument>('vaults').get(vaultId);
    this.asking.require(asker, permission, vault?.organizationId, 'identity group');
    const grant = await this.models.readModel<AccessDocument>('access').get(grantId);
    if (grant?.identityGroupId !== vaultId) {
      throw new Refused(notFound('access grant'));
    }
    return { item: grantView(grant), revision: grant.revision };
  }
}
