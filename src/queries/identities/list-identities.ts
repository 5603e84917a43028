import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { findIdentities } from '../../access/identity-search/find-identities';
import type { IdentityFilter } from '../../access/identity-search/identity-filter';
import { assertNotLost } from '../../access/not-lost';
import type { IdentityDocument } from '../../../projections/identities/document';
import type { VaultDocument } from '../../../projections/vaults/document';
import { vaultAccessOf, type Allowance } from '../../access/vault-access';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import { cutPage, type Page, type PageRequest } from '../../kernel/page';
import type { Condition } from '../../kernel/read-model';
import { ReadModels } from '../../kernel/read-models';
import { QueryAuthorization, type QueryContext } from '../authorization/query-authorization';
import { Holders } from './holders';
import { identityView, type IdentityView } from './identity-view';

/**
 * The identities of the organizations where the caller holds `pam_vaults.view`; deleted ones, until they are destroyed, only when
 * asked for, and where the caller holds `pam_vaults.manage`.
 */
export class ListIdentities extends Query<Page<IdentityView>> {
  constructor(
    readonly context: Context,
    readonly filter: IdentityFilter,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListIdentities)
export class ListIdentitiesHandler implements IQueryHandler<ListIdentities> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(ReadModels) private readonly models: ReadModels,
    @Inject(Digest) private readonly digest: Digest,
    @Inject(Holders) private readonly holders: Holders,
  ) {}

  async execute({ context, filter, page }: ListIdentities): Promise<Page<IdentityView>> {
    const caller = await this.asking.caller(context);
    const search = { ...caller, models: this.models, digest: this.digest };
    const scope = await this.scope(caller, filter);
    const found = await findIdentities<IdentityDocument>(search, filter, scope, { ...page, limit: page.limit + 1 });
    const { items, ...rest } = cutPage(found, page.limit, ({ id }) => ({ value: id, id }));
    const access = await this.accessTo(caller, items);
    const { rights, now } = caller;
    const holders = await this.holders.of(items, rights.userId, now);
    return {
      ...rest,
      items: items.map((item) => identityView(item, access.get(item.identityGroupId), now, holders.get(item.id))),
    };
  }

  private async scope(caller: QueryContext, filter: IdentityFilter): Promise<readonly Condition[]> {
    const { identityGroupId: vault, state } = filter;
    const permission = state === 'deleted' ? 'pam_vaults.manage' : 'pam_vaults.view';
    const organizationId =
      filter.organizationId ?? (vault === undefined ? undefined : await this.organizationOf(caller, vault));
    return this.asking.scope(caller, permission, organizationId);
  }

  /** A vault the caller can't see answers as one that doesn't exist. */
  private async organizationOf(caller: QueryContext, vaultId: string): Promise<string | undefined> {
    const vault = await this.models.readModel<VaultDocument>('vaults').get(vaultId);
    if (vault === undefined) await assertNotLost(caller.view, 'vault', vaultId);
    this.asking.require(caller, 'pam_vaults.view', vault?.organizationId, 'identity group');
    return vault?.organizationId;
  }

  /** Judged once a vault, not once an identity. */
  private async accessTo(
    caller: QueryContext,
    items: readonly IdentityDocument[],
  ): Promise<Map<string, Allowance | undefined>> {
    const vaults = [...new Set(items.map((item) => item.identityGroupId))];
    const access = await Promise.all(
      vaults.map((id) => vaultAccessOf(caller.view, this.digest, caller.rights, id, caller.now)),
    );
    return new Map(vaults.map((id, index) => [id, access[index]]));
  }
}
