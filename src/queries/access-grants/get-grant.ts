import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { AccessDocument } from '../../../projections/access/document';
import type { VaultDocument } from '../../../projections/vaults/document';
import { notFound } from '../../access/require';
import type { Context } from '../../kernel/context';
import { PORTS } from '../../kernel/ports';
import type { ReadModels } from '../../kernel/read-models';
import { Refused } from '../../kernel/refused';
import { Asking } from '../asking/asking';
import { grantView, type GrantView } from './grant-view';

/** One grant of a vault. Needs `pam_vaults.view`. */
export class GetGrant extends Query<GrantView> {
  constructor(
    readonly context: Context,
    readonly vaultId: string,
    readonly grantId: string,
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

  async execute({ context, vaultId, grantId }: GetGrant): Promise<GrantView> {
    const asker = await this.asking.asker(context);
    const vault = await this.models.readModel<VaultDocument>('vaults').get(vaultId);
    this.asking.require(asker, 'pam_vaults.view', vault?.organizationId, 'identity group');
    const grant = await this.models.readModel<AccessDocument>('access').get(grantId);
    if (grant?.identityGroupId !== vaultId) {
      throw new Refused(notFound('access grant'));
    }
    return grantView(grant);
  }
}
