import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { assertNotLost } from '../../access/not-lost';
import type { AccessDocument } from '../../../projections/access/document';
import type { VaultDocument } from '../../../projections/vaults/document';
import type { Context } from '../../kernel/context';
import { cutPage, type Page, type PageRequest } from '../../kernel/page';
import { ReadModels } from '../../kernel/read-models';
import { QueryAuthorization } from '../authorization/query-authorization';
import { grantView, type GrantView } from './grant-view';

/** The grants of a vault, oldest first. Needs `pam_vaults.view`. */
export class ListGrants extends Query<Page<GrantView>> {
  constructor(
    readonly context: Context,
    readonly vaultId: string,
    readonly page: PageRequest,
    /** Of one IDP user or IDP group alone, as they were given. */
    readonly principalId?: string,
  ) {
    super();
  }
}

@QueryHandler(ListGrants)
export class ListGrantsHandler implements IQueryHandler<ListGrants> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(ReadModels) private readonly models: ReadModels,
  ) {}

  async execute({ context, vaultId, page, principalId }: ListGrants): Promise<Page<GrantView>> {
    const caller = await this.asking.caller(context);
    const vault = await this.models.readModel<VaultDocument>('vaults').get(vaultId);
    if (vault === undefined) await assertNotLost(caller.view, 'vault', vaultId);
    this.asking.require(caller, 'pam_vaults.view', vault?.organizationId, 'identity group');
    const found = await this.models.readModel<AccessDocument>('access').find({
      where: [
        { field: 'identityGroupId', is: vaultId },
        ...(principalId === undefined ? [] : [{ field: 'principalId', is: principalId }]),
      ],
      ...(page.after === undefined ? {} : { after: page.after }),
      limit: page.limit + 1,
    });
    const { items, ...rest } = cutPage(found, page.limit, ({ id }) => ({ value: id, id }));
    return { ...rest, items: items.map((grant) => grantView(grant, caller.now)) };
  }
}
