import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { policyWarnings, type Warned } from '../../access/policy-warnings';
import { vaultAccessOf } from '../../access/vault-access';
import type { Permission } from '../../access/permissions';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import type { Single } from '../authorization/single';
import { FindIdentity } from './find-identity';
import { Holders } from './holders';
import { identityView, type IdentityView } from './identity-view';

/**
 * One identity; a deleted one, while it can be brought back, for whoever may do so. Needs `pam_vaults.view` in its
 * organization; as the answer to a command, what the command needed.
 */
export class GetIdentity extends Query<Single<Warned<IdentityView>>> {
  constructor(
    readonly context: Context,
    readonly identityId: string,
    readonly permission?: Permission,
  ) {
    super();
  }
}

@QueryHandler(GetIdentity)
export class GetIdentityHandler implements IQueryHandler<GetIdentity> {
  constructor(
    @Inject(FindIdentity) private readonly identities: FindIdentity,
    @Inject(Digest) private readonly digest: Digest,
    @Inject(Holders) private readonly holders: Holders,
  ) {}

  async execute({ context, identityId, permission }: GetIdentity): Promise<Single<Warned<IdentityView>>> {
    const { caller, identity } = await this.identities.find(context, identityId, permission);
    const { view, rights, now } = caller;
    const access = await vaultAccessOf(view, this.digest, rights, identity.identityGroupId, now);
    const { organizationId, identityGroupId: vaultId, passwordPolicy: own } = identity;
    const place = { organizationId, vaultId, ...(own === undefined ? {} : { own }) };
    const holders = (await this.holders.of([identity], rights.userId, now)).get(identityId);
    const item = { ...identityView(identity, access, now, holders), ...(await policyWarnings(view, place)) };
    return { item, revision: identity.revision };
  }
}
