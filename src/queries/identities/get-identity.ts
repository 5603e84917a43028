import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { vaultAccessOf } from '../../access/vault-access';
import type { Context } from '../../kernel/context';
import type { Digest } from '../../kernel/digest';
import { PORTS } from '../../kernel/ports';
import type { Single } from '../asking/single';
import { FindIdentity } from './find-identity';
import { identityView, type IdentityView } from './identity-view';

/** One identity, a deleted one too while it can be brought back. Needs `pam_vaults.view` in its organization. */
export class GetIdentity extends Query<Single<IdentityView>> {
  constructor(
    readonly context: Context,
    readonly identityId: string,
  ) {
    super();
  }
}

@QueryHandler(GetIdentity)
export class GetIdentityHandler implements IQueryHandler<GetIdentity> {
  constructor(
    @Inject(FindIdentity) private readonly identities: FindIdentity,
    @Inject(PORTS.digest) private readonly digest: Digest,
  ) {}

  async execute({ context, identityId }: GetIdentity): Promise<Single<IdentityView>> {
    const { asker, identity } = await this.identities.find(context, identityId);
    const { view, standing, now } = asker;
    const access = await vaultAccessOf(view, this.digest, standing, identity.identityGroupId, now);
    return { item: identityView(identity, access, now), revision: identity.revision };
  }
}
