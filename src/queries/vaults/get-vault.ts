import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { assertNotLost } from '../../access/not-lost';
import { policyWarnings, type Warned } from '../../access/policy-warnings';
import { vaultAccessOf } from '../../access/vault-access';
import type { Permission } from '../../access/permissions';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import { ReadModels } from '../../kernel/read-models';
import type { VaultDocument } from '../../../projections/vaults/document';
import { QueryAuthorization } from '../authorization/query-authorization';
import type { Single } from '../authorization/single';
import { vaultView, type VaultView } from './vault-view';

/** One vault. Needs `pam_vaults.view` in its organization; as the answer to a command, what the command needed. */
export class GetVault extends Query<Single<Warned<VaultView>>> {
  constructor(
    readonly context: Context,
    readonly vaultId: string,
    readonly permission: Permission = 'pam_vaults.view',
  ) {
    super();
  }
}

@QueryHandler(GetVault)
export class GetVaultHandler implements IQueryHandler<GetVault> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(ReadModels) private readonly models: ReadModels,
    @Inject(Digest) private readonly digest: Digest,
  ) {}

  async execute({ context, vaultId, permission }: GetVault): Promise<Single<Warned<VaultView>>> {
    const caller = await this.asking.caller(context);
    const vault = await this.models.readModel<VaultDocument>('vaults').get(vaultId);
    if (vault === undefined) await assertNotLost(caller.view, 'vault', vaultId);
    this.asking.require(caller, permission, vault?.organizationId, 'identity group');
    const { view, rights, now } = caller;
    const found = vault as VaultDocument;
    const access = await vaultAccessOf(view, this.digest, rights, vaultId, now);
    const item = {
      ...vaultView(found, access),
      ...(await policyWarnings(view, { organizationId: found.organizationId, vaultId })),
    };
    return { item, revision: found.revision };
  }
}
