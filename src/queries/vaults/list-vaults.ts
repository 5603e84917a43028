import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { vaultAccessOf } from '../../access/vault-access';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import { cutPage, type Page, type PageRequest } from '../../kernel/page';
import { ReadModels } from '../../kernel/read-models';
import type { VaultDocument } from '../../../projections/vaults/document';
import { QueryAuthorization } from '../authorization/query-authorization';
import { vaultView, type VaultView } from './vault-view';

/** The vaults of the organizations where the caller holds `pam_vaults.view`. */
export class ListVaults extends Query<Page<VaultView>> {
  constructor(
    readonly context: Context,
    readonly filter: { readonly organizationId?: string; readonly q?: string },
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListVaults)
export class ListVaultsHandler implements IQueryHandler<ListVaults> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(ReadModels) private readonly models: ReadModels,
    @Inject(Digest) private readonly digest: Digest,
  ) {}

  async execute({ context, filter, page }: ListVaults): Promise<Page<VaultView>> {
    const caller = await this.asking.caller(context);
    const found = await this.models.readModel<VaultDocument>('vaults').find({
      where: await this.asking.scope(caller, 'pam_vaults.view', filter.organizationId),
      ...(filter.q === undefined ? {} : { word: filter.q }),
      ...(page.after === undefined ? {} : { after: page.after }),
      limit: page.limit + 1,
    });
    const { items, ...rest } = cutPage(found, page.limit, ({ id }) => ({ value: id, id }));
    const access = await Promise.all(
      items.map(({ id }) => vaultAccessOf(caller.view, this.digest, caller.rights, id, caller.now)),
    );
    return { ...rest, items: items.map((vault, index) => vaultView(vault, access[index])) };
  }
}
