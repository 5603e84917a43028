import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { IdentityDocument } from '../../../projections/identities/document';
import type { VaultDocument } from '../../../projections/vaults/document';
import { holds } from '../../access/permissions';
import { upgradeOf, type Upgrade } from '../../access/organization-upgrade';
import { notFound, requirePermission } from '../../access/require';
import type { Context } from '../../kernel/context';
import type { Condition } from '../../kernel/read-model';
import { ReadModels } from '../../kernel/read-models';
import { RefusedError } from '../../kernel/refused-error';
import { QueryAuthorization } from '../authorization/query-authorization';

/** Identities by how their values are sealed: `v1` while one of them is, `plaintext` while the one in force is marked so. */
interface Counts {
  readonly v2: number;
  readonly v1: number;
  readonly plaintext: number;
}

export interface Encryption extends Counts {
  /** The last upgrade that was asked for. */
  readonly upgrade?: Upgrade;
  readonly vaults: readonly (Counts & { readonly identityGroupId: string; readonly identityGroupName: string })[];
}

/** How the values of an organization are sealed. Needs `pam_audit.read` or `pam_vaults.manage` there. */
export class GetEncryption extends Query<Encryption> {
  constructor(
    readonly context: Context,
    readonly organizationId: string,
  ) {
    super();
  }
}

const PAGE = 200;
const AT_ONCE = 16;

@QueryHandler(GetEncryption)
export class GetEncryptionHandler implements IQueryHandler<GetEncryption> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(ReadModels) private readonly models: ReadModels,
  ) {}

  async execute({ context, organizationId }: GetEncryption): Promise<Encryption> {
    const { rights, view } = await this.asking.caller(context);
    const upgrade = await upgradeOf(view, organizationId);
    const denied = holds(rights, 'pam_audit.read', organizationId)
      ? undefined
      : requirePermission(rights, 'pam_vaults.manage', organizationId, 'organization');
    if (upgrade === undefined || denied !== undefined) {
      throw new RefusedError(denied ?? notFound('organization'));
    }
    const vaults = await this.byVault(organizationId);
    // What lies in a vault that was deleted is nobody's to upgrade or save anew: it never comes back, and is destroyed.
    const all = (scheme: keyof Counts): number => vaults.reduce((sum, vault) => sum + vault[scheme], 0);
    return { v2: all('v2'), v1: all('v1'), plaintext: all('plaintext'), ...upgrade, vaults };
  }

  private async byVault(organizationId: string): Promise<Encryption['vaults']> {
    const model = this.models.readModel<VaultDocument>('vaults');
    const where = [{ field: 'organizationId', is: organizationId }];
    const found: Encryption['vaults'][number][] = [];
    for (let last: VaultDocument | undefined; ;) {
      const after = last === undefined ? {} : { after: { value: last.id, id: last.id } };
      const page = await model.find({ where, limit: PAGE, ...after });
      for (let done = 0; done < page.length; done += AT_ONCE) {
        const some = page.slice(done, done + AT_ONCE).map(async ({ id, name }) => ({
          identityGroupId: id,
          identityGroupName: name,
          ...(await this.counts({ field: 'identityGroupId', is: id })),
        }));
        found.push(...(await Promise.all(some)));
      }
      last = page.at(-1);
      if (page.length < PAGE) return found;
    }
  }

  private async counts(within: Condition): Promise<Counts> {
    const model = this.models.readModel<IdentityDocument>('identities');
    const count = (scheme: string) => model.count([within, { field: 'scheme', is: scheme }]);
    const [v2, v1, plaintext] = await Promise.all([count('v2'), count('v1'), count('plaintext')]);
    return { v2, v1, plaintext };
  }
}
